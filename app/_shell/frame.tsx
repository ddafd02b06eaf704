import { cookies } from "next/headers";
import type { ReactNode } from "react";
import { signOut } from "@/app/(account)/account/actions";
import { stopViewing } from "@/app/(org)/[org]/users/[userId]/viewing-actions";
import { AccountMenu } from "@/components/shell/account-menu";
import { AppShell } from "@/components/shell/app-shell";
import { Header } from "@/components/shell/header";
import { OrganizationSwitcher } from "@/components/shell/organization-switcher";
import { Sidebar, type SidebarSection } from "@/components/shell/sidebar";
import { parseTheme, THEME_COOKIE } from "@/components/shell/theme";
import { ViewingNote } from "@/components/shell/viewing-note";
import type { IconName } from "@/components/ui/icon-names";
import { pack } from "@/components/ui/packed";
import type { SignedIn } from "@/lib/auth/session-row";
import { findWaiting } from "@/lib/imports/approval-queries";
import { brandOf } from "@/lib/organizations/brand";
import { managedOrganizations } from "@/lib/organizations/queries";
import { type Actor, actorIn } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { landingOf } from "@/lib/permissions/landing";
import { ROLE_LABELS } from "@/lib/permissions/roles";
import { reportsFor } from "@/lib/reports/rights";
import { routes } from "@/lib/routes";

type FrameProps = {
  person: SignedIn;
  /** The person at work in the organization of the address, or at home. */
  actor: Actor;
  children: ReactNode;
};

/** The frame around every page behind the sign-in, with what this person may see. */
export async function Frame({ person, actor, children }: FrameProps) {
  const { organization } = actor;
  const [jar, brand, waiting] = await Promise.all([
    cookies(),
    brandOf(organization.id),
    can(actor, "users.import.commit") ? findWaiting(actor) : { count: 0 },
  ]);
  const theme = parseTheme(jar.get(THEME_COOKIE)?.value);
  const accountHref = actor.viewing ? routes.viewedAccount(organization.slug) : routes.account();
  const away = organization.id !== person.organizationId;
  return (
    <AppShell
      header={
        <Header
          organization={{
            ...brand,
            name: organization.name,
            href: landingOf(actor) ?? accountHref,
            note: away ? `for ${person.home.name}` : undefined,
          }}
          switcher={<Switcher person={person} />}
          search={
            can(actor, "users.read")
              ? { action: routes.users(organization.slug), label: "Search people" }
              : undefined
          }
          account={
            <AccountMenu
              name={person.name}
              username={person.username}
              roleName={ROLE_LABELS[person.role]}
              theme={theme}
              accountHref={routes.account()}
              signOut={signOut}
            />
          }
        />
      }
      sidebar={<Sidebar packed={pack(sectionsFor(person, actor, waiting.count, accountHref))} />}
    >
      {actor.viewing && (
        <ViewingNote
          name={actor.viewing.name}
          stop={stopViewing.bind(null, organization.slug, actor.viewing.userId)}
        />
      )}
      {children}
    </AppShell>
  );
}

/** `waiting`: how many imports wait for this person's approval. */
function sectionsFor(person: SignedIn, actor: Actor, waiting: number, accountHref: string): SidebarSection[] {
  const { slug } = actor.organization;
  const item = (shown: boolean, label: string, href: string, icon: IconName, exact = false) =>
    shown ? [{ label, href, icon, ...(exact ? { exact } : {}) }] : [];
  const sections: SidebarSection[] = [
    {
      label: "People",
      items: [
        ...item(can(actor, "users.read"), "Overview", routes.overview(slug), "chart-column", true),
        ...item(can(actor, "users.read"), "Users", routes.users(slug), "users", true),
        ...item(can(actor, "users.import.read"), "Import", routes.imports(slug), "upload").map((each) =>
          waiting > 0 ? { ...each, count: waiting, countOf: "waiting for approval" } : each,
        ),
        ...item(can(actor, "groups.read"), "Groups", routes.groups(slug), "shapes"),
        ...item(can(actor, "services.read"), "Services", routes.services(slug), "package"),
        ...item(can(actor, "addressBook.read"), "Address book", routes.addressBook(slug), "phone"),
        ...item(can(actor, "messages.read"), "Messages", routes.messages(slug), "mail"),
        ...item(can(actor, "users.credentials.read"), "PINs", routes.pins(slug), "lock"),
      ],
    },
    {
      label: "Organization",
      items: [
        ...item(can(actor, "telephony.read"), "Telephony", routes.telephony(slug), "headset"),
        ...item(can(actor, "audit.read"), "Audit log", routes.audit(slug), "rotate-ccw-clock"),
        ...item(can(actor, "billing.read"), "Billing", routes.billing(slug), "receipt"),
        ...item(reportsFor(actor).length > 0, "Reports", routes.reports(slug), "file-spreadsheet"),
        ...item(can(actor, "connections.read"), "Directories", routes.connections(slug), "refresh-cw"),
        ...item(can(actor, "apiKeys.read"), "API keys", routes.apiKeys(slug), "key-round"),
        ...item(can(actor, "connections.read"), "Webhooks", routes.webhooks(slug), "webhook"),
        ...item(can(actor, "settings.read"), "Settings", routes.settings(slug), "settings"),
        ...item(can(actor, "settings.read"), "Properties", routes.properties(slug), "tag"),
        ...item(can(actor, "settings.read"), "Domains", routes.domains(slug), "globe"),
        ...item(can(actor, "settings.read"), "Security", routes.security(slug), "shield-check"),
        ...item(can(actor, "connections.read"), "Single sign-on", routes.signOn(slug), "log-in"),
        ...item(can(actor, "settings.read"), "Policies", routes.policies(slug), "sliders-horizontal"),
      ],
    },
    {
      label: "You",
      items: [
        ...item(can(actor, "support.ask"), "Support", routes.support(slug), "circle-question-mark"),
        ...item(
          actor.viewing ? can(actor, "organizations.read") : mayManage(person),
          "Organizations",
          routes.organizations(),
          "building-complex",
        ),
        ...item(true, "Your account", accountHref, "user-round"),
      ],
    },
  ];
  return sections.filter(({ items }) => items.length > 0);
}

const SHOWN_MAX = 12;

async function Switcher({ person }: { person: SignedIn }) {
  if (!mayManage(person)) return null;
  const organizations = await managedOrganizations(person.organizationId);
  return (
    <OrganizationSwitcher
      organizations={organizations
        .slice(0, SHOWN_MAX)
        .map(({ name, slug }) => ({ name, href: routes.users(slug) }))}
      all={{ label: "All organizations", href: routes.organizations() }}
    />
  );
}

function mayManage(person: SignedIn): boolean {
  const atHome = actorIn(person, person.home);
  return atHome !== null && can(atHome, "organizations.read");
}

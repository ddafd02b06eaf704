import { cookies } from "next/headers";
import { DemoTable } from "@/app/(development)/components/demo-tables";
import { AccountMenu } from "@/components/shell/account-menu";
import { AppShell } from "@/components/shell/app-shell";
import { Header } from "@/components/shell/header";
import { OrganizationSwitcher } from "@/components/shell/organization-switcher";
import { Sidebar, type SidebarSection } from "@/components/shell/sidebar";
import { parseTheme, THEME_COOKIE } from "@/components/shell/theme";
import { Button } from "@/components/ui/button";
import { Count } from "@/components/ui/count";
import { Icon } from "@/components/ui/icon";
import { LiveForm } from "@/components/ui/live-form";
import { pack } from "@/components/ui/packed";
import { PageHeader } from "@/components/ui/page-header";
import { Pagination } from "@/components/ui/pagination";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";

export const metadata = { title: "Shell" };

export default async function ShellPage() {
  const theme = parseTheme((await cookies()).get(THEME_COOKIE)?.value);
  return (
    <AppShell
      header={
        <Header
          organization={{ name: "Acme Instruments", href: "/components/shell", note: "Managed by Northwind" }}
          switcher={
            <OrganizationSwitcher
              organizations={organizations}
              all={{ label: "All 48", href: "/components" }}
            />
          }
          search={{ action: "/components/shell", label: "Search people" }}
          account={
            <AccountMenu
              name="Ada Lovelace"
              username="ada.lovelace@acme.example"
              roleName="Organization admin"
              theme={theme}
              accountHref="/components"
              signOut="/components"
            />
          }
        />
      }
      sidebar={<Sidebar packed={pack(sections)} />}
    >
      <PageHeader
        title="People"
        meta={<Count value={12_431} />}
        description="Everyone with an account in Acme Instruments."
        actions={
          <>
            <Button icon={<Icon name="download" />}>Export</Button>
            <Button icon={<Icon name="file-up" />}>Import</Button>
            <Button variant="primary" icon={<Icon name="plus" />}>
              Add person
            </Button>
          </>
        }
      />
      <LiveForm action="/components/shell" className="mb-3 flex flex-wrap gap-2">
        <SearchField
          label="Filter people"
          name="q"
          placeholder="Name, e-mail or username"
          className="max-w-sm min-w-48 flex-1"
        />
        <Select
          aria-label="Status"
          name="status"
          placeholder="Any status"
          options={statuses}
          className="w-36!"
        />
      </LiveForm>
      <DemoTable />
      <Pagination label="Pages of people" nextHref="/components/shell?after=6">
        6 of 12,431 people
      </Pagination>
    </AppShell>
  );
}

const organizations = [
  { name: "Northwind", href: "/components/shell?o=northwind" },
  { name: "Acme Instruments", href: "/components/shell?o=acme" },
  { name: "Contoso Field Services", href: "/components/shell?o=contoso" },
];

const statuses = [
  { value: "active", label: "Active" },
  { value: "pending", label: "Pending" },
];

const sections: SidebarSection[] = [
  {
    label: "Work",
    items: [
      { label: "People", href: "/components/shell", icon: "users", count: 12_431 },
      { label: "Imports", href: "/components/imports", icon: "file-up" },
    ],
  },
  {
    label: "Organization",
    items: [
      { label: "Security", href: "/components/security", icon: "shield-check" },
      { label: "Audit", href: "/components/audit", icon: "rotate-ccw-clock" },
      { label: "Settings", href: "/components/settings", icon: "settings" },
    ],
  },
  {
    label: "Managing",
    items: [{ label: "Organizations", href: "/components/all", icon: "building-complex" }],
  },
];

import type { Metadata } from "next";
import { notFound, redirect } from "next/navigation";
import {
  chooseSignOnState,
  removeSignOn,
  saveSignOn,
  trySignOn,
  unlinkPerson,
} from "@/app/(org)/[org]/sign-on/actions";
import { ConfirmButton } from "@/components/services/confirm-button";
import { CopyList } from "@/components/sign-on/copy-list";
import { ProviderForm, type ProviderValues } from "@/components/sign-on/provider-form";
import { TrialCard } from "@/components/sign-on/trial-card";
import { UnlinkPerson } from "@/components/sign-on/unlink-person";
import { UseCard } from "@/components/sign-on/use-card";
import { Alert } from "@/components/ui/alert";
import { Card } from "@/components/ui/card";
import { formatCount } from "@/components/ui/format";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { isId, newId } from "@/lib/ids";
import { can, canGive } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { KIND_LABELS, type Kind } from "@/lib/sso/provider";
import { findProviderShown, type ProviderShown, readKeepers } from "@/lib/sso/queries";
import { addressesOf } from "@/lib/sso/read-provider";

export const metadata: Metadata = { title: "Single sign-on" };

type Props = {
  params: Promise<{ org: string; signOnProviderId: string }>;
  searchParams: Promise<{ kind?: string | string[]; id?: string | string[] }>;
};

const BLANK: ProviderValues = {
  name: "",
  issuer: "",
  clientId: "",
  secret: "",
  metadata: "",
  metadataUrl: "",
  addressClaim: "",
  newPeople: "existing",
  ownSecondStep: false,
};

export default async function ProviderPage({ params, searchParams }: Props) {
  const { org, signOnProviderId: providerId } = await params;
  const isNew = providerId === "new";
  const actor = await requireActor(org, isNew ? "connections.update" : "connections.read");
  const mayChange = can(actor, "connections.update") && canGive(actor, "admin");
  const breadcrumbs = [{ label: "Single sign-on", href: routes.signOn(org) }];
  const provider = isNew ? null : await findProviderShown(actor, providerId);
  if (!provider && !isNew) notFound();
  const asked = await searchParams;
  const kind: Kind = provider?.kind ?? (asked.kind === "saml" ? "saml" : "oidc");
  // What is copied from this page into the provider has to be the same when it is loaded again.
  if (isNew && !(typeof asked.id === "string" && isId(asked.id)))
    redirect(routes.signOnProvider(org, "new", { kind, id: newId() }));
  const id = provider?.id ?? String(asked.id);
  const addresses =
    provider?.addresses ?? addressesOf({ organizationId: actor.organization.id, providerId: id });
  const { admins, people, domains } = await readKeepers(actor);
  const keepers = admins.filter(({ isKeeper, isReady }) => isKeeper && isReady).map(({ name }) => name);
  return (
    <>
      <PageHeader
        title={provider?.name ?? `Add ${KIND_LABELS[kind]}`}
        description={`${KIND_LABELS[kind]}. It speaks for people at ${domains.join(", ")}.`}
        breadcrumbs={breadcrumbs}
        actions={provider && mayChange && <Removal org={org} provider={provider} />}
      />
      <div className="grid gap-6">
        {provider && (
          <div className="grid items-start gap-5 lg:grid-cols-2">
            <UseCard
              org={org}
              id={id}
              name={provider.name}
              version={provider.version}
              state={provider.state}
              isTried={provider.isTried}
              domains={domains}
              people={people}
              keepers={keepers}
              choose={mayChange ? chooseSignOnState : null}
            />
            <TrialCard
              org={org}
              id={id}
              trial={provider.trial}
              isOfNow={provider.trial?.version === provider.version}
              begin={mayChange ? trySignOn : null}
            />
          </div>
        )}
        <div className="max-w-4xl">
          <Card
            title="What the provider has to know"
            description="Copy these into it. They stay the same as long as this provider is here."
          >
            <CopyList
              items={
                kind === "oidc"
                  ? [{ label: "redirect URI", text: addresses.redirectUri }]
                  : [
                      { label: "entity ID and metadata", text: addresses.entityId },
                      { label: "ACS address", text: addresses.acs },
                    ]
              }
            />
          </Card>
        </div>
        {!mayChange && (
          <Alert>Only somebody with every right of an admin can change who signs people in.</Alert>
        )}
        <ProviderForm
          key={provider?.version ?? 0}
          org={org}
          id={id}
          kind={kind}
          version={provider?.version ?? null}
          first={provider ? valuesOf(provider) : BLANK}
          isKept={provider !== null && (kind === "saml" || provider.hasSecret)}
          readOnly={!mayChange}
          doneHref={routes.signOnProvider(org, id)}
          save={saveSignOn}
        />
        {provider && mayChange && (
          <div className="max-w-2xl">
            <UnlinkPerson org={org} id={id} linked={provider.linked} unlink={unlinkPerson} />
          </div>
        )}
      </div>
    </>
  );
}

const valuesOf = (provider: ProviderShown): ProviderValues => ({
  ...BLANK,
  name: provider.name,
  issuer: provider.kind === "oidc" ? provider.issuer : "",
  clientId: provider.clientId,
  addressClaim: provider.addressClaim,
  newPeople: provider.newPeople,
  ownSecondStep: provider.ownSecondStep,
});

const Removal = ({ org, provider: { id, name, linked } }: { org: string; provider: ProviderShown }) => (
  <ConfirmButton
    id="remove-sign-on"
    button="Remove"
    title={`Remove “${name}”?`}
    confirmLabel="Remove provider"
    destructive
    done={`“${name}” is removed`}
    action={removeSignOn.bind(null, org, { id })}
  >
    <p>
      {formatCount(linked)} {linked === 1 ? "person is" : "people are"} linked with it. Whoever came by it is
      signed out, and signs in with a password; whoever has none asks for one by “Forgot your password?”.
    </p>
  </ConfirmButton>
);

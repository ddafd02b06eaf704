import type { Metadata } from "next";
import { notFound } from "next/navigation";
import {
  addExtension,
  assign,
  dropExtension,
  makeSecret,
  saveExtension,
} from "@/app/(org)/[org]/telephony/actions";
import { findPeople } from "@/app/(org)/[org]/users/people-actions";
import { ExtensionForm } from "@/components/telephony/extension-form";
import { ExtensionHolder } from "@/components/telephony/extension-holder";
import { ReachMark } from "@/components/telephony/reach-mark";
import { SipSecret } from "@/components/telephony/sip-secret";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { newId } from "@/lib/ids";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";
import { findExtension, telephonySettings } from "@/lib/telephony/queries";

export const metadata: Metadata = { title: "Extension" };

type Props = {
  params: Promise<{ org: string; extensionId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ExtensionPage({ params, searchParams }: Props) {
  const [{ org, extensionId }, query] = await Promise.all([params, searchParams]);
  const isNew = extensionId === "new";
  const actor = await requireActor(org, isNew ? "telephony.update" : "telephony.read");
  const extension = isNew ? null : await findExtension(actor, extensionId);
  if (!isNew && !extension) notFound();
  const { sipDomain, sipServer } = await telephonySettings(actor);
  const mayChange = can(actor, "telephony.update");
  return (
    <>
      <PageHeader
        title={extension ? `Extension ${extension.number}` : "New extension"}
        meta={extension && <ReachMark extension={extension} />}
        breadcrumbs={[{ label: "Telephony", href: routes.telephony(org) }]}
      />
      {extension && (
        <div className="mb-6 grid max-w-6xl items-start gap-5 lg:grid-cols-2">
          <ExtensionHolder
            org={org}
            id={extension.id}
            number={extension.number}
            user={extension.user}
            userHref={extension.user && can(actor, "users.read") ? routes.user(org, extension.user.id) : null}
            formerName={extension.formerName}
            mayChange={mayChange && can(actor, "users.read")}
            assign={assign}
            search={findPeople}
          />
          {extension.type === "sip" && (
            <SipSecret
              org={org}
              id={extension.id}
              number={extension.number}
              domain={sipDomain}
              server={sipServer ?? sipDomain}
              hasSecret={extension.hasSecret}
              make={mayChange && extension.formerName === null ? makeSecret : null}
            />
          )}
        </div>
      )}
      <ExtensionForm
        key={`${extensionId} ${extension?.version}`}
        org={org}
        id={extension?.id ?? newId()}
        version={extension?.version ?? null}
        first={{
          number: extension?.number ?? "",
          displayName: extension?.displayName ?? "",
          type: extension?.type ?? "sip",
          voicemail: extension?.voicemail ?? false,
          forceLogin: extension?.forceLogin ?? false,
        }}
        hasSecret={extension?.hasSecret ?? false}
        readOnly={!mayChange}
        backHref={query.from === "user" && can(actor, "users.create") ? routes.newUser(org) : null}
        actions={{ add: addExtension, save: saveExtension, drop: dropExtension }}
      />
    </>
  );
}

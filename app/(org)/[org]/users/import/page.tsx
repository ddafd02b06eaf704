import type { Metadata } from "next";
import { openImport } from "@/app/(org)/[org]/users/import/actions";
import { History } from "@/app/(org)/[org]/users/import/history";
import { FileDrop } from "@/components/imports/file-drop";
import { ImportSteps } from "@/components/imports/import-steps";
import { TargetOrganization } from "@/components/imports/target-organization";
import { TemplateList } from "@/components/imports/template-list";
import { WaitingNotice } from "@/components/imports/waiting-notice";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { findWaiting } from "@/lib/imports/approval-queries";
import { listImports } from "@/lib/imports/history-queries";
import { IMPORT_LIMITS, limitsInWords } from "@/lib/imports/limits";
import { importTargets } from "@/lib/organizations/targets";
import { can } from "@/lib/permissions/can";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Import users" };

type Props = {
  params: Promise<{ org: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

export default async function ImportPage({ params, searchParams }: Props) {
  const { org } = await params;
  const query = await searchParams;
  const waiting = query.show === "waiting";
  const actor = await requireActor(org, "users.import.read");
  const mayPrepare = actor.permissions.has("users.import.prepare");
  const [page, targets, waits] = await Promise.all([
    listImports(actor, { waiting, before: idOf(query.before), after: idOf(query.after) }),
    importTargets(actor),
    findWaiting(actor),
  ]);
  return (
    <>
      <PageHeader
        title="Import users"
        description="From a spreadsheet or any CSV file. You see what will happen to every row before anything is written."
        breadcrumbs={[{ label: "Users", href: routes.users(org) }]}
      />
      {!waiting && can(actor, "users.import.commit") && <WaitingNotice org={org} waiting={waits} />}
      {mayPrepare && (
        <div className="mb-8 grid max-w-3xl gap-5">
          <ImportSteps state="uploading" />
          {targets.length > 1 && <TargetOrganization current={org} organizations={targets} />}
          <FileDrop org={org} bytesMax={IMPORT_LIMITS.bytesMax} limits={limitsInWords()} open={openImport} />
          <Card
            title="Templates"
            description="Any file will do. These have columns that match by themselves, and an example that is left out."
          >
            <TemplateList org={org} />
          </Card>
        </div>
      )}
      <History actor={actor} page={page} waits={waits.count} waiting={waiting} />
    </>
  );
}

const idOf = (text: string | string[] | undefined) => (typeof text === "string" ? text : null);

import type { Metadata } from "next";
import { notFound } from "next/navigation";
import { ApprovalPanel } from "@/app/(org)/[org]/users/import/[importId]/approval-panel";
import { FinishPanel } from "@/app/(org)/[org]/users/import/[importId]/finish-panel";
import { LeaversPanel } from "@/app/(org)/[org]/users/import/[importId]/leavers-panel";
import { MatchStep } from "@/app/(org)/[org]/users/import/[importId]/match-step";
import { RefusedStep } from "@/app/(org)/[org]/users/import/[importId]/refused-step";
import { ResultStep } from "@/app/(org)/[org]/users/import/[importId]/result-step";
import { ReviewStep } from "@/app/(org)/[org]/users/import/[importId]/review-step";
import { ScheduledStep } from "@/app/(org)/[org]/users/import/[importId]/scheduled-step";
import { UndoneStep } from "@/app/(org)/[org]/users/import/[importId]/undone-step";
import { giveUp } from "@/app/(org)/[org]/users/import/actions";
import { GiveUpImport } from "@/components/imports/give-up-import";
import { ImportProgress } from "@/components/imports/import-progress";
import { ImportSteps } from "@/components/imports/import-steps";
import { PasswordsReady } from "@/components/imports/passwords-ready";
import { SameFileNotice } from "@/components/imports/same-file-notice";
import { StateMark } from "@/components/imports/state-mark";
import { Alert } from "@/components/ui/alert";
import { Link } from "@/components/ui/link";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/guard";
import { findImport, findSameFile, type ImportDetails } from "@/lib/imports/queries";
import { countEdits } from "@/lib/imports/review/queries";
import type { ImportState } from "@/lib/imports/state";
import type { Actor } from "@/lib/permissions/actor";
import { routes } from "@/lib/routes";

export const metadata: Metadata = { title: "Import" };

type Props = {
  params: Promise<{ org: string; importId: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
};

const CAN_BE_GIVEN_UP: ImportState[] = [
  "uploading",
  "reading",
  "matching",
  "parsing",
  "review",
  "refused",
  "scheduled",
];

export default async function ImportRunPage({ params, searchParams }: Props) {
  const { org, importId } = await params;
  const actor = await requireActor(org, "users.import.read");
  const found = await findImport(actor, importId);
  if (!found) notFound();
  const mayChange =
    found.state === "scheduled" ? actor.permissions.has("users.import.commit") : found.mayPrepare;
  const mayGiveUp = CAN_BE_GIVEN_UP.includes(found.state) && mayChange;
  return (
    <>
      <PageHeader
        title={found.fileName}
        meta={<StateMark state={found.state} waits={found.waits} />}
        breadcrumbs={[
          { label: "Users", href: routes.users(org) },
          { label: "Import", href: routes.imports(org) },
        ]}
        actions={
          mayGiveUp && (
            <GiveUpImport
              org={org}
              importId={importId}
              fileName={found.fileName}
              edits={await countEdits(actor, importId)}
              href={routes.imports(org)}
              giveUp={giveUp}
            />
          )
        }
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
        <ImportSteps state={found.state} />
        <Step actor={actor} found={found} query={await searchParams} />
      </div>
    </>
  );
}

type StepProps = { actor: Actor; found: ImportDetails; query: Record<string, string | string[] | undefined> };

const LABELS = {
  reading: "Reading the file",
  parsing: "Judging every row",
  hashing: "Making the passwords ready",
  committing: "Importing people",
  undoing: "Taking the import back",
};

function Step({ actor, found, query }: StepProps) {
  const org = actor.organization.slug;
  switch (found.state) {
    case "uploading":
      return (
        <Alert tone="warning" title="The file has not arrived in full">
          The upload was interrupted, or is still under way in another window. Nothing was imported.{" "}
          <Link href={routes.imports(org)}>Choose the file again</Link>
        </Alert>
      );
    case "reading":
    case "parsing":
    case "hashing":
    case "committing":
    case "undoing":
      return (
        <ImportProgress
          key={found.state}
          url={routes.importProgress(found.id, org)}
          initial={standingOf(found)}
          label={LABELS[found.state]}
        />
      );
    case "matching":
      return (
        <>
          <SameFile actor={actor} importId={found.id} />
          <MatchStep actor={actor} found={found} />
        </>
      );
    case "review":
      return (
        <>
          <ApprovalPanel actor={actor} found={found} />
          <FinishPanel actor={actor} found={found} />
          <Passwords org={org} found={found} />
          <ReviewStep actor={actor} found={found} query={query} />
        </>
      );
    case "scheduled":
      return (
        <>
          <ScheduledStep actor={actor} found={found} />
          <Passwords org={org} found={found} />
        </>
      );
    case "refused":
      return <RefusedStep actor={actor} found={found} />;
    case "done":
      return (
        <>
          <ResultStep actor={actor} found={found} />
          <LeaversPanel actor={actor} found={found} query={query} />
        </>
      );
    case "undone":
      return <UndoneStep actor={actor} found={found} query={query} />;
    case "failed":
      return (
        <Alert tone="error" title="This import was not carried out">
          {found.refusal?.message ?? "Nothing was written."}
        </Alert>
      );
    case "cancelled":
      return (
        <Alert tone="neutral" title="This import was given up">
          Nothing of it was written.
        </Alert>
      );
  }
}

const standingOf = ({ state, rowsDone, rowCount, passwords }: ImportDetails) => ({
  state,
  rowsDone,
  rowCount,
  passwords,
});

const Passwords = ({ org, found }: { org: string; found: ImportDetails }) =>
  found.passwords && (
    <PasswordsReady
      key={found.planVersion}
      url={routes.importProgress(found.id, org)}
      initial={standingOf(found)}
    />
  );

async function SameFile({ actor, importId }: { actor: Actor; importId: string }) {
  const earlier = await findSameFile(actor, importId);
  return earlier && <SameFileNotice org={actor.organization.slug} earlier={earlier} />;
}

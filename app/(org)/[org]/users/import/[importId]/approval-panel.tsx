import { askForApproval, giveBack } from "@/app/(org)/[org]/users/import/[importId]/approval-actions";
import { ApprovalForm } from "@/components/imports/approval-form";
import { Alert } from "@/components/ui/alert";
import { timeInWords } from "@/components/ui/dates";
import { findHandovers, type Handover } from "@/lib/imports/approval-queries";
import type { ImportDetails } from "@/lib/imports/queries";
import type { Actor } from "@/lib/permissions/actor";

/** Where an import stands between whoever prepares it and whoever may import it, and what each can do about that. */
export async function ApprovalPanel({ actor, found }: { actor: Actor; found: ImportDetails }) {
  const { id: importId, mayPrepare } = found;
  const { handedIn, returned } = await findHandovers(actor, importId);
  const mayCommit = actor.permissions.has("users.import.commit");
  const form = { org: actor.organization.slug, importId };
  if (mayCommit && !handedIn && !returned) return null;
  return (
    <>
      {returned && (
        <Alert tone="warning" title={`Returned by ${returned.by}, ${timeInWords(returned.at)}`}>
          <Word of={returned} />
        </Alert>
      )}
      {handedIn && (
        <Alert
          tone="info"
          title={
            mayCommit
              ? `${handedIn.by} prepared this import and asks you to approve it, ${timeInWords(handedIn.at)}`
              : `Waiting for approval since ${timeInWords(handedIn.at)}`
          }
          actions={
            mayCommit && (
              <ApprovalForm
                {...form}
                act={giveBack}
                label="What should be different?"
                button="Return it"
                isRequired
              />
            )
          }
        >
          <Word of={handedIn} />
          {!mayCommit && mayPrepare && <p>When you change something it no longer waits; ask again then.</p>}
          {mayCommit && (
            <p>
              Look at the rows below: what they show is what will be done. To approve, press Import at the end
              of this page. To have something changed, return it with a word; {handedIn.by} can ask again
              then. Nothing is imported before.
            </p>
          )}
        </Alert>
      )}
      {mayPrepare && !mayCommit && !handedIn && (
        <section
          aria-label="Approval"
          className="grid max-w-2xl gap-3 rounded-box border border-line bg-base-100 p-4"
        >
          <ApprovalForm
            {...form}
            act={askForApproval}
            label="A word to whoever approves it"
            button="Ask for approval"
          />
        </section>
      )}
    </>
  );
}

function Word({ of: { word } }: { of: Handover }) {
  return word && <p className="wrap-anywhere whitespace-pre-line">“{word}”</p>;
}

import { searchMirror } from "@/app/(org)/[org]/users/actions";
import {
  dropPreset,
  keepPreset,
  nameAnew,
  takePreset,
} from "@/app/(org)/[org]/users/import/[importId]/choice-actions";
import { carryOut } from "@/app/(org)/[org]/users/import/actions";
import { CommitForm } from "@/components/imports/commit-form";
import { Alert } from "@/components/ui/alert";
import { formatCount } from "@/components/ui/format";
import { rightsOffered } from "@/lib/grants/offered";
import { type ImportChoices, NO_CHOICES } from "@/lib/imports/choices";
import { countExtensions } from "@/lib/imports/extension-queries";
import { listPresets } from "@/lib/imports/presets/queries";
import type { ImportDetails } from "@/lib/imports/queries";
import { countReachable } from "@/lib/imports/row-queries";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { type ServiceOffered, servicesToGive } from "@/lib/services/queries";

/** What the import comes to, in numbers, and the button that does it. */
export async function CommitPanel({ actor, found }: { actor: Actor; found: ImportDetails }) {
  const { counts } = found;
  const { mode = "createOnly" } = found.options;
  const rows = found.rowCount === 1 ? "1 row" : `${formatCount(found.rowCount)} rows`;
  const extensions = found.matching.includes("extension") ? await countExtensions(actor, found.id) : 0;
  const summary = [
    (mode !== "updateOnly" || counts.create > 0) && `${formatCount(counts.create)} to create`,
    mode !== "createOnly" && `${formatCount(counts.update)} to update`,
    counts.unchanged > 0 && `${formatCount(counts.unchanged)} unchanged`,
    counts.absent > 0 && `${formatCount(counts.absent)} not in the directory`,
    counts.exists > 0 && `${formatCount(counts.exists)} already here`,
    counts.invalid > 0 && `${formatCount(counts.invalid)} with errors`,
    extensions > 0 &&
      (extensions === 1 ? "1 extension to give" : `${formatCount(extensions)} extensions to give`),
    counts.unselected > 0 && `${formatCount(counts.unselected)} unselected`,
  ]
    .filter(Boolean)
    .join(", ");
  if (!actor.permissions.has("users.import.commit")) {
    return (
      <Alert tone="info" title={`${rows}: ${summary}`}>
        This import is prepared.{" "}
        {found.waits
          ? `The admins of ${actor.organization.name} see that it waits; one of them looks at it and imports it, or returns it to you with a word.`
          : `An admin of ${actor.organization.name} has to import it: ask for approval, and they see that it waits.`}
      </Alert>
    );
  }
  const { options } = found;
  const services = can(actor, "services.assign") ? await servicesToGive(actor) : [];
  const hasPasswords = found.matching.includes("password") && options.password !== "link";
  const form = (
    <CommitForm
      // Choices that a preset has brought are the form's beginning.
      key={JSON.stringify(options.choices)}
      organization={actor.organization.name}
      summary={`${rows}: ${summary}`}
      create={counts.create}
      update={counts.update}
      invalid={counts.invalid}
      mode={mode}
      matchKey={options.matchKey}
      onError={options.onError ?? (hasPasswords ? "refuse" : "skip")}
      choices={choicesWithin(options.choices, services)}
      reachable={await countReachable(actor, found.id)}
      offered={{
        rights: await rightsOffered(actor),
        canSend: actor.permissions.has("users.credentials.issue"),
        hasPasswords,
        search: searchMirror.bind(null, actor.organization.slug),
        services,
        extensions,
      }}
      presets={await listPresets(actor)}
      org={actor.organization.slug}
      importId={found.id}
      planVersion={found.planVersion}
      actions={{
        commit: carryOut,
        takePreset,
        savePreset: keepPreset,
        renamePreset: nameAnew,
        removePreset: dropPreset,
      }}
    />
  );
  return found.refusal ? (
    <>
      <Alert tone="warning" title="Nothing was imported">
        {found.refusal.message}
      </Alert>
      {form}
    </>
  ) : (
    form
  );
}

/** What was chosen earlier, without seats that cannot be chosen any more: nobody could unselect them. */
function choicesWithin(
  earlier: ImportChoices | undefined,
  offered: readonly ServiceOffered[],
): ImportChoices {
  const choices = { ...NO_CHOICES, ...earlier };
  const services = choices.seats.services.filter((id) => offered.some((service) => service.id === id));
  return { ...choices, seats: { ...choices.seats, services } };
}

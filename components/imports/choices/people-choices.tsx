"use client";

import type { SearchMirror } from "@/components/grants/mirror-choice";
import { RightsChoice } from "@/components/grants/rights-choice";
import { GoLiveChoice } from "@/components/imports/choices/go-live-choice";
import { SeatsChoice } from "@/components/services/seats-choice";
import { ExtensionKind } from "@/components/telephony/extension-kind";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import type { RightsOffered } from "@/lib/grants/offered";
import { type ImportChoices, NOTE_LENGTH_MAX } from "@/lib/imports/choices";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import type { ServiceOffered } from "@/lib/services/queries";

/** The choices as they stand; `lacksMirror` while nobody is chosen to be mirrored. */
export type Chosen = ImportChoices & { lacksMirror: boolean; moment: string | null };

/** What may be chosen. */
export type Offered = {
  rights: RightsOffered;
  canSend: boolean;
  hasPasswords: boolean;
  search: SearchMirror;
  /** The services that seats can be given of; none for whoever may give none. */
  services: ServiceOffered[];
  /** How many rows bring an extension. */
  extensions: number;
};

type Props = { chosen: Chosen; choose: (chosen: Chosen) => void; offered: Offered; create: number };

/** What is decided once for all people of an import. Who is created decides what there is to choose. */
export function PeopleChoices({ chosen, choose, offered, create }: Props) {
  const { grants, addressBook, seats, extensions, note, moment } = chosen;
  return (
    <div className="grid max-w-4xl items-start gap-x-5 gap-y-4 sm:grid-cols-2">
      {create > 0 && (
        <>
          <RightsChoice
            ofRows
            offered={offered.rights}
            search={offered.search}
            grants={grants}
            choose={(given) =>
              choose({ ...chosen, grants: given ?? OWN_ACCOUNT_ONLY, lacksMirror: given === null })
            }
          />
          <div className="self-center">
            <Checkbox
              label="Add to global address book"
              hint="New people whose row does not say otherwise."
              checked={addressBook}
              onChange={(event) => choose({ ...chosen, addressBook: event.target.checked })}
            />
          </div>
          {offered.services.length > 0 && (
            <SeatsChoice
              services={offered.services}
              given={seats}
              choose={(given) => choose({ ...chosen, seats: given })}
              people={create}
            />
          )}
        </>
      )}
      {offered.extensions > 0 && (
        // biome-ignore lint/a11y/useSemanticElements: a fieldset's legend cannot stand in a grid beside others.
        <div role="group" aria-label="Extensions of the file" className="grid content-start gap-3">
          <ExtensionKind
            {...extensions}
            label="Type of their extensions"
            change={(kind) => choose({ ...chosen, extensions: kind })}
          />
        </div>
      )}
      <GoLiveChoice moment={moment} choose={(given) => choose({ ...chosen, moment: given })} />
      <div className="sm:col-span-2">
        <Field label="Note" optional hint="Kept with the import, in its history and in the audit log.">
          {(control) => (
            <Textarea
              {...control}
              rows={2}
              maxLength={NOTE_LENGTH_MAX}
              value={note}
              onChange={(event) => choose({ ...chosen, note: event.target.value })}
            />
          )}
        </Field>
      </div>
    </div>
  );
}

"use client";

import { ExtensionKind } from "@/components/telephony/extension-kind";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { FreeExtensions } from "@/lib/telephony/queries";
import type { ExtensionType } from "@/lib/telephony/words";

/** Which extension somebody gets: `""` for none, `next` for the next free number, or a free one by its id. */
export type ChosenExtension = { extension: string; type: ExtensionType; forceLogin: boolean };

export const NO_EXTENSION: ChosenExtension = { extension: "", type: "sip", forceLogin: false };

/** What an action takes of it; nothing where none is chosen. */
export const extensionGiven = (chosen: ChosenExtension) => (chosen.extension === "" ? undefined : chosen);

/** The one of the free extensions that is meant, with what it is so far. */
export function choose(
  { extensions }: FreeExtensions,
  extension: string,
  last: ChosenExtension,
): ChosenExtension {
  const found = extensions.find(({ id }) => id === extension);
  return found ? { extension, type: found.type, forceLogin: found.forceLogin } : { ...last, extension };
}

type ExtensionChoiceProps = {
  free: FreeExtensions;
  chosen: ChosenExtension;
  change: (chosen: ChosenExtension) => void;
  error?: string;
  /** Leads to where an extension is made, with all that is typed kept. */
  makeOne?: () => void;
};

/** Chooses an extension for somebody, with its type and whether it forces the login. */
export function ExtensionChoice({ free, chosen, change, error, makeOne }: ExtensionChoiceProps) {
  const isEmpty = free.extensions.length === 0;
  return (
    <>
      <Field
        label="Extension"
        optional
        error={error}
        hint={isEmpty ? undefined : "One that nobody has, or the next free number."}
      >
        {(control) => (
          <Select
            {...control}
            value={chosen.extension}
            onChange={(event) => change(choose(free, event.target.value, chosen))}
            placeholder="None"
            options={[
              { value: "next", label: "The next free number" },
              ...free.extensions.map(({ id, number, displayName }) => ({
                value: id,
                label: displayName ? `${number} ${displayName}` : number,
              })),
            ]}
          />
        )}
      </Field>
      {isEmpty && makeOne && (
        <p className="text-muted">
          {free.hasAny ? "Every extension is somebody’s." : "There are no extensions yet."}{" "}
          <Button size="sm" onClick={makeOne}>
            Make an extension
          </Button>{" "}
          What you have typed stays.
        </p>
      )}
      {chosen.extension !== "" && (
        <ExtensionKind {...chosen} change={(kind) => change({ ...chosen, ...kind })} />
      )}
    </>
  );
}

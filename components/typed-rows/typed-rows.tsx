"use client";

import type { TypedPasswords, TypedRights } from "@/components/typed-rows/for-all-rows";
import { StartRows } from "@/components/typed-rows/start-rows";
import { TypedForm } from "@/components/typed-rows/typed-form";
import type { CreateRows } from "@/components/typed-rows/use-create";
import { useDraft } from "@/components/typed-rows/use-draft";
import type { TypedChoices } from "@/lib/imports/typed/queries";

export type TypedRowsProps = {
  org: string;
  organizationId: string;
  userId: string;
  choices: TypedChoices;
  /** Whether the rows become people at once; else they wait for somebody who may import. */
  mayCreate: boolean;
  rights: TypedRights | null;
  passwords: TypedPasswords | null;
  create: CreateRows;
};

/** Many people typed at once [S3]: first how many, then their rows, which the browser keeps until they are created. */
export function TypedRows({
  org,
  organizationId,
  userId,
  choices,
  mayCreate,
  rights,
  passwords,
  create,
}: TypedRowsProps) {
  const draft = useDraft({
    userId,
    organizationId,
    mandatory: choices.mandatory,
    properties: choices.properties,
  });
  if (draft.state === "loading") return <p className="text-muted">Looking for rows that you have typed …</p>;
  if (draft.state === "none") return <StartRows start={draft.start} />;
  return (
    <TypedForm
      key={draft.draft.id}
      org={org}
      draft={draft.draft}
      isKept={draft.isKept}
      isElsewhere={draft.isElsewhere}
      choices={choices}
      mayCreate={mayCreate}
      rights={rights}
      passwords={passwords}
      create={create}
      keep={draft.keep}
      forget={draft.forget}
    />
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type GiveUpImportProps = {
  org: string;
  importId: string;
  fileName: string;
  /** How many edits of the review stand. */
  edits: number;
  /** Where to go when it is done. */
  href: string;
  giveUp: (org: string, given: { importId: string }) => Promise<Result<unknown>>;
};

/** Gives an import up, after saying what is thrown away by it. */
export function GiveUpImport({ org, importId, fileName, edits, href, giveUp }: GiveUpImportProps) {
  const id = useId();
  const router = useRouter();

  async function carryOut() {
    const result = await answered(giveUp(org, { importId }));
    if (result.ok) router.push(href);
    else router.refresh();
    return result.ok ? undefined : result.error.message;
  }

  return (
    <>
      <Button variant="ghost" {...opens(id)}>
        Give up this import
      </Button>
      <ConfirmDialog
        id={id}
        title={`Give up the import of ${fileName}?`}
        confirmLabel="Give up this import"
        action={carryOut}
      >
        <p>Nobody has been imported yet, and nobody will be.</p>
        <p>
          {edits > 0
            ? `${edits === 1 ? "The edit" : `The ${formatCount(edits)} edits`} made in its review and its rows are thrown away. That cannot be taken back.`
            : "Its rows and what was chosen for them are thrown away. That cannot be taken back."}
        </p>
        <p>To import the same people later, choose their file again.</p>
      </ConfirmDialog>
    </>
  );
}

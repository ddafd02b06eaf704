"use client";

import { useRouter } from "next/navigation";
import { useId } from "react";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type Props = {
  org: string;
  importId: string;
  fileName: string;
  created: number;
  updated: number;
  /** People who were suspended because they were not in the file. */
  suspended: number;
  size?: "sm";
  takeBack: (org: string, given: { importId: string }) => Promise<Result<unknown>>;
};

/** Takes a whole import back, after saying in numbers what that comes to. */
export function UndoImport({ org, importId, fileName, created, updated, suspended, size, takeBack }: Props) {
  const id = useId();
  const router = useRouter();

  async function carryOut() {
    const result = await answered(takeBack(org, { importId }));
    router.refresh();
    return result.ok ? undefined : result.error.message;
  }

  return (
    <>
      <Button variant="ghost" size={size} {...opens(id)}>
        Take back
      </Button>
      <ConfirmDialog
        id={id}
        title={`Take the import of ${fileName} back?`}
        confirmLabel="Take the import back"
        action={carryOut}
      >
        {created > 0 && (
          <p>
            The {formatCount(created)} {created === 1 ? "person" : "people"} it created will be removed, and
            unused activation links stop working.
          </p>
        )}
        {updated > 0 && (
          <p>
            The {formatCount(updated)} {updated === 1 ? "person" : "people"} it changed will be as before.
          </p>
        )}
        {suspended > 0 && (
          <p>
            The {formatCount(suspended)} {suspended === 1 ? "person" : "people"} suspended after it will be
            reactivated.
          </p>
        )}
        <p>
          Whoever has been edited, has activated or has signed in since is kept, and listed with the reason.
        </p>
      </ConfirmDialog>
    </>
  );
}

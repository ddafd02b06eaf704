"use client";

import type { ReactNode } from "react";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { voidedInWords } from "@/components/users/bulk-words";
import { missingInWords } from "@/components/users/seat-words";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import type { BulkResult } from "@/lib/users/bulk-result";
import type { Selection } from "@/lib/users/chosen";

type ConfirmChangeProps = {
  /** Of the dialog, for a button with `opens(id)`. */
  id: string;
  title: string;
  confirmLabel: string;
  destructive?: boolean;
  /** What is said when it has been done. */
  done: string;
  org: string;
  userId: string;
  action: (org: string, input: { selection: Selection }) => Promise<Result<BulkResult>>;
  /** What will happen. */
  children: ReactNode;
};

/** Asks before something is done to one person, does it, and says what came of it. */
export function ConfirmChange({ id, done, org, userId, action, children, ...words }: ConfirmChangeProps) {
  async function carryOut() {
    const result = await answered(action(org, { selection: { ids: [userId] } }));
    if (!result.ok) return result.error.message;
    if (result.value.changed === 0) return "Nothing has changed: somebody was faster, or it is not allowed.";
    const { seatsMissing = 0, voided } = result.value;
    toast({
      title: done,
      ...voidedInWords(voided),
      ...(seatsMissing > 0 && { description: missingInWords(seatsMissing) }),
    });
    return null;
  }

  return (
    <ConfirmDialog id={id} action={carryOut} destructive={false} {...words}>
      {children}
    </ConfirmDialog>
  );
}

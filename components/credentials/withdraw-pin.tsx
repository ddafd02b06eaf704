"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type WithdrawPinProps = {
  org: string;
  pinId: string;
  name: string;
  withdraw: (org: string, input: { pinId: string }) => Promise<Result<unknown>>;
};

/** The button that takes a PIN back, after a question. */
export function WithdrawPin({ org, pinId, name, withdraw }: WithdrawPinProps) {
  const id = `withdraw-${pinId}`;

  async function carryOut() {
    const result = await answered(withdraw(org, { pinId }));
    if (!result.ok) return result.error.message;
    toast({ title: `The PIN of ${name} is withdrawn.` });
    return null;
  }

  return (
    <>
      <Button size="sm" {...opens(id)} aria-label={`Withdraw the PIN of ${name}`}>
        Withdraw
      </Button>
      <ConfirmDialog id={id} title={`Withdraw the PIN of ${name}?`} confirmLabel="Withdraw" action={carryOut}>
        <p>It works no more, and neither do the links that it gave. A new one can be issued.</p>
      </ConfirmDialog>
    </>
  );
}

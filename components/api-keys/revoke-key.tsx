"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type RevokeKeyProps = {
  org: string;
  keyId: string;
  name: string;
  revoke: (org: string, input: { keyId: string }) => Promise<Result<unknown>>;
};

/** The button that ends a key, after a question. */
export function RevokeKey({ org, keyId, name, revoke }: RevokeKeyProps) {
  const id = `revoke-${keyId}`;

  async function carryOut() {
    const result = await answered(revoke(org, { keyId }));
    if (!result.ok) return result.error.message;
    toast({ title: `The key ${name} is revoked.` });
    return null;
  }

  return (
    <>
      <Button size="sm" {...opens(id)} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      <ConfirmDialog id={id} title={`Revoke the key ${name}?`} confirmLabel="Revoke" action={carryOut}>
        <p>
          The program that uses it is refused from now on. This cannot be taken back; a new key can be made.
        </p>
      </ConfirmDialog>
    </>
  );
}

"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { formatCount } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type RevokeConnectionProps = {
  org: string;
  connectionId: string;
  name: string;
  people: number;
  revoke: (org: string, input: { connectionId: string }) => Promise<Result<unknown>>;
};

/** The button that ends a connection, after a question. */
export function RevokeConnection({ org, connectionId, name, people, revoke }: RevokeConnectionProps) {
  const id = `revoke-${connectionId}`;

  async function carryOut() {
    const result = await answered(revoke(org, { connectionId }));
    if (!result.ok) return result.error.message;
    toast({ title: `The connection ${name} is revoked.` });
    return null;
  }

  return (
    <>
      <Button size="sm" {...opens(id)} aria-label={`Revoke ${name}`}>
        Revoke
      </Button>
      <ConfirmDialog id={id} title={`Revoke the connection ${name}?`} confirmLabel="Revoke" action={carryOut}>
        <p>
          The directory is refused from now on. Nobody is removed:{" "}
          {people === 1 ? "the 1 person" : `the ${formatCount(people)} people`} that it calls by a name of its
          own stay as they are. This cannot be taken back; a new connection can be made.
        </p>
      </ConfirmDialog>
    </>
  );
}

"use client";

import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { opens } from "@/components/ui/invoker";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type RemoveWebhookProps = {
  org: string;
  webhookId: string;
  name: string;
  remove: (org: string, input: { webhookId: string }) => Promise<Result<unknown>>;
};

const ID = "remove-webhook";

/** The button that removes a webhook, after a question. */
export function RemoveWebhook({ org, webhookId, name, remove }: RemoveWebhookProps) {
  async function carryOut() {
    const result = await answered(remove(org, { webhookId }));
    return result.ok ? null : result.error.message;
  }
  return (
    <>
      <Button variant="quiet-danger" {...opens(ID)}>
        Remove
      </Button>
      <ConfirmDialog id={ID} title={`Remove ${name}?`} confirmLabel="Remove" action={carryOut}>
        <p>
          Nothing is sent to it any more, and what became of its deliveries is forgotten. The events
          themselves stay in the audit log.
        </p>
      </ConfirmDialog>
    </>
  );
}

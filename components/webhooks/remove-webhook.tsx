"use client";

import { useRouter } from "next/navigation";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";

type RemoveWebhookProps = {
  org: string;
  webhookId: string;
  name: string;
  remove: (org: string, input: { webhookId: string }) => Promise<Result<unknown>>;
};

const ID = "remove-webhook";

/** The button that removes a webhook, after a question. */
export function RemoveWebhook({ org, webhookId, name, remove }: RemoveWebhookProps) {
  const router = useRouter();

  async function carryOut() {
    const result = await answered(remove(org, { webhookId }));
    if (!result.ok) return result.error.message;
    router.push(routes.webhooks(org));
    toast({ title: `${name} is removed.` });
    return null;
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

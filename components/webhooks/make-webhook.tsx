"use client";

import { ShownOnce } from "@/components/ui/shown-once";
import { WebhookForm } from "@/components/webhooks/webhook-form";
import type { Result } from "@/lib/result";
import type { WebhookGiven } from "@/lib/webhooks/input";

type MakeWebhookProps = {
  id: string;
  org: string;
  make: (org: string, given: WebhookGiven) => Promise<Result<{ secret: string }>>;
};

/** Makes a webhook, and shows its secret this once. */
export function MakeWebhook({ id, org, make }: MakeWebhookProps) {
  return (
    <ShownOnce
      id={id}
      title="Make a webhook"
      label="Secret"
      hint="Shown only now. With it the receiver checks that a message is ours."
      copyLabel="Copy secret"
    >
      {(show) => (
        <WebhookForm
          id={id}
          submitLabel="Make the webhook"
          send={(given) => make(org, given)}
          onDone={({ secret }) => show(secret)}
        />
      )}
    </ShownOnce>
  );
}

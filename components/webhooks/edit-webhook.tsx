"use client";

import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { closeDialog, useDialogClose } from "@/components/ui/use-modal";
import { WebhookForm } from "@/components/webhooks/webhook-form";
import type { Result } from "@/lib/result";
import type { WebhookGiven } from "@/lib/webhooks/input";

type EditWebhookProps = {
  org: string;
  webhookId: string;
  given: WebhookGiven;
  edit: (org: string, input: { webhookId: string; webhook: WebhookGiven }) => Promise<Result<unknown>>;
};

const ID = "edit-webhook";

/** The button that changes a webhook, and its dialog. */
export function EditWebhook({ org, webhookId, given, edit }: EditWebhookProps) {
  const [round, setRound] = useState(0);
  useDialogClose(ID, () => setRound((last) => last + 1));
  return (
    <>
      <Button {...opens(ID)}>Change</Button>
      <Dialog id={ID} title={`Change ${given.name}`} cross={false} lightDismiss={false}>
        <WebhookForm
          key={round}
          id={ID}
          given={given}
          submitLabel="Save"
          send={(webhook) => edit(org, { webhookId, webhook })}
          onDone={() => {
            closeDialog(ID);
            toast({ title: "The webhook is changed." });
          }}
        />
      </Dialog>
    </>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { sendInWords } from "@/components/messages/compose-words";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Icon } from "@/components/ui/icon";
import { opens } from "@/components/ui/invoker";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { Composed } from "@/lib/messages/audience";
import type { Result } from "@/lib/result";

type SendMessageProps = {
  org: string;
  given: Omit<Composed, "expected">;
  /** How many get it. */
  going: number;
  /** The template's. */
  name: string;
  /** The form in which the message is chosen; the page may still be on its way to what it says. */
  formId: string;
  send: (org: string, input: Composed) => Promise<Result<{ queued: number }>>;
  doneHref: string;
};

const DIALOG_ID = "send-message";

/** Says how many messages a press sends, asks, and sends exactly so many or none. */
export function SendMessage({ org, given, going, name, formId, send, doneHref }: SendMessageProps) {
  const router = useRouter();
  const words = sendInWords(going, given.method);

  async function carryOut() {
    if (isBehind(formId, given)) return BEHIND_WORDS;
    const result = await answered(send(org, { ...given, expected: going }));
    if (!result.ok) {
      router.refresh();
      return result.error.message;
    }
    toast({ title: `${words.replace("Send ", "")} ${result.value.queued === 1 ? "is" : "are"} on the way` });
    router.push(doneHref);
  }

  if (going === 0) return <Alert tone="warning">Nobody would get it.</Alert>;
  return (
    <>
      <Button variant="primary" icon={<Icon name="send" />} {...opens(DIALOG_ID)}>
        {words}
      </Button>
      <ConfirmDialog
        id={DIALOG_ID}
        title={`${words}?`}
        confirmLabel={words}
        destructive={false}
        action={carryOut}
      >
        <p>
          “{name}” goes to {going === 1 ? "1 person" : `${going.toLocaleString("en")} people`}. What has been
          handed over cannot be taken back.
        </p>
      </ConfirmDialog>
    </>
  );
}

const BEHIND_WORDS = "Another message is chosen by now. Wait until it is shown here, then send it.";

function isBehind(formId: string, { templateKey, method }: Omit<Composed, "expected">): boolean {
  const form = document.getElementById(formId);
  if (!(form instanceof HTMLFormElement)) return false;
  const chosen = new FormData(form);
  return chosen.get("template") !== templateKey || chosen.get("method") !== method;
}

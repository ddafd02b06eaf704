"use client";

import { type FormEvent, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { DialogActions } from "@/components/ui/dialog";
import { closes } from "@/components/ui/invoker";
import { SubmitButton } from "@/components/ui/submit-button";
import { readFields, WebhookFields, type WebhookProblems } from "@/components/webhooks/webhook-fields";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";
import type { WebhookGiven } from "@/lib/webhooks/input";

type WebhookFormProps<T> = {
  /** The dialog's. */
  id: string;
  given?: WebhookGiven;
  submitLabel: string;
  send: (given: WebhookGiven) => Promise<Result<T>>;
  onDone: (value: T) => void;
};

/** The form of a webhook, in a dialog. What is wrong stands at its field, and what was typed stays. */
export function WebhookForm<T>({ id, given, submitLabel, send, onDone }: WebhookFormProps<T>) {
  const [problems, setProblems] = useState<WebhookProblems>({});
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, setPending] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    setPending(true);
    const result = await answered(send(readFields(new FormData(event.currentTarget))), { isTyped: true });
    setPending(false);
    if (result.ok) return onDone(result.value);
    const { issues = [], message } = result.error;
    setProblems(Object.fromEntries(issues.map((issue) => [issue.path.split(".").at(-1), issue.message])));
    setProblem(issues.length > 0 ? null : message);
  }

  return (
    <form onSubmit={submit} noValidate>
      <div className="grid gap-4">
        {problem && (
          <Alert tone="error" live>
            {problem}
          </Alert>
        )}
        <WebhookFields given={given} problems={problems} />
      </div>
      <DialogActions>
        <Button {...closes(id)}>Cancel</Button>
        <SubmitButton pending={pending}>{submitLabel}</SubmitButton>
      </DialogActions>
    </form>
  );
}

"use client";

import { useEffect, useState } from "react";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { closes } from "@/components/ui/invoker";
import { SubmitButton } from "@/components/ui/submit-button";
import { TextInput } from "@/components/ui/text-input";
import { answered } from "@/components/users/answered";
import type { Result } from "@/lib/result";

type ActivationLinkProps = {
  id: string;
  org: string;
  userId: string;
  name: string;
  /** How long a link is good. */
  days: number;
  issue: (org: string, input: { userId: string }) => Promise<Result<{ link: string }>>;
};

/** Makes a link with which a person activates their account, and shows it this once. */
export function ActivationLink({ id, org, userId, name, days, issue }: ActivationLinkProps) {
  const [link, setLink] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);

  useEffect(() => {
    const dialog = document.getElementById(id);
    const forget = () => {
      setLink(null);
      setProblem(null);
    };
    dialog?.addEventListener("close", forget);
    return () => dialog?.removeEventListener("close", forget);
  }, [id]);

  async function make() {
    const result = await answered(issue(org, { userId }));
    if (result.ok) setLink(result.value.link);
    setProblem(result.ok ? null : result.error.message);
  }

  return (
    <Dialog id={id} title={`Activation link for ${name}`} cross={false} lightDismiss={false}>
      {link ? (
        <>
          <Field label="Link" hint={`Shown only now. It works once, within ${days} days.`}>
            {(control) => (
              <TextInput
                {...control}
                readOnly
                autoFocus
                value={link}
                onFocus={(event) => event.target.select()}
              />
            )}
          </Field>
          <p className="mt-4 text-muted">
            Whoever has this link can take over the account. Send it to {name} and to nobody else.
          </p>
          <DialogActions>
            <CopyButton text={link} label="Copy link" size="md" />
            <Button variant="primary" {...closes(id)}>
              Done
            </Button>
          </DialogActions>
        </>
      ) : (
        <form action={make}>
          <div className="grid gap-3 text-muted">
            {problem && (
              <Alert tone="error" live>
                {problem}
              </Alert>
            )}
            <p>
              With this link {name} chooses a password and activates the account. It is shown once, and links
              made before stop working.
            </p>
          </div>
          <DialogActions>
            <Button {...closes(id)}>Cancel</Button>
            <SubmitButton>Make a link</SubmitButton>
          </DialogActions>
        </form>
      )}
    </Dialog>
  );
}

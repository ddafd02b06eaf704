"use client";

import { useRouter } from "next/navigation";
import { type FormEvent, useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type ApprovalFormProps = {
  org: string;
  importId: string;
  label: string;
  button: string;
  isRequired?: boolean;
  act: (org: string, given: { importId: string; word: string }) => Promise<Result<unknown>>;
};

/** A word, and the button that hands an import over with it. */
export function ApprovalForm({ org, importId, label, button, isRequired, act }: ApprovalFormProps) {
  const router = useRouter();
  const [error, setError] = useState<string>();
  const [pending, startTransition] = useTransition();

  function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    if (pending) return;
    const typed = new FormData(event.currentTarget).get("word");
    const word = typeof typed === "string" ? typed : "";
    startTransition(async () => {
      const result = await answered(act(org, { importId, word }));
      const issue = result.ok ? undefined : result.error.issues?.find(({ path }) => path === "word");
      setError(result.ok ? undefined : (issue?.message ?? result.error.message));
      if (result.ok) router.refresh();
    });
  }

  return (
    <form noValidate onSubmit={submit} className="grid w-full max-w-xl gap-3">
      <Field label={label} error={error} required={isRequired} optional={!isRequired}>
        {(control) => <Textarea {...control} name="word" rows={2} />}
      </Field>
      <div>
        <Button type="submit" pending={pending}>
          {button}
        </Button>
      </div>
    </form>
  );
}

"use client";

import { type FormEvent, startTransition, useActionState } from "react";
import type { FormState } from "@/lib/form-state";

/** A form's action whose fields keep what was typed when it is refused; without script the form is sent as it is. */
export function useKeptForm(action: (state: FormState, form: FormData) => Promise<FormState>) {
  const [state, send, pending] = useActionState(action, {});
  const onSubmit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    if (!pending) startTransition(() => send(form));
  };
  return { state, pending, form: { action: send, onSubmit } };
}

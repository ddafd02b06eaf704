"use client";

import { useActionState } from "react";
import { SubmitButton } from "@/components/ui/submit-button";
import type { FormState } from "@/lib/form-state";

type StateFormProps = {
  requestId: string;
  to: "open" | "closed";
  change: (state: FormState, form: FormData) => Promise<FormState>;
};

/** Closes a request, or opens it again. */
export function StateForm({ requestId, to, change }: StateFormProps) {
  const [state, action, pending] = useActionState(change, {});
  return (
    <form action={action} className="flex items-center gap-3">
      <input type="hidden" name="requestId" value={requestId} />
      <input type="hidden" name="state" value={to} />
      {state.error && (
        <p role="alert" className="text-dense text-error">
          {state.error}
        </p>
      )}
      <SubmitButton variant="secondary" pending={pending}>
        {to === "closed" ? "Close request" : "Reopen request"}
      </SubmitButton>
    </form>
  );
}

"use client";

import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Dialog, DialogActions } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { closes, opens } from "@/components/ui/invoker";
import { Select } from "@/components/ui/select";
import { showIssues } from "@/components/ui/show-issues";
import { TextInput } from "@/components/ui/text-input";
import { toast } from "@/components/ui/toast";
import { closeDialog } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Result } from "@/lib/result";

type Given = { invoiceId: string; line: number | null; reason: string };

type CreditInvoiceProps = {
  org: string;
  invoiceId: string;
  /** Those that nothing has taken back. */
  lines: { value: string; label: string }[];
  credit: (org: string, given: Given) => Promise<Result<unknown>>;
};

const DIALOG_ID = "credit-invoice";

/** Takes back a line of an invoice, or all that is left of it. */
export function CreditInvoice({ org, invoiceId, lines, credit }: CreditInvoiceProps) {
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm({ defaultValues: { line: "", reason: "" } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async ({ line, reason }) => {
    if (isSubmitting) return;
    setProblem(null);
    const given = { invoiceId, line: line === "" ? null : Number(line), reason };
    const result = await answered(credit(org, given), { isTyped: true });
    if (!result.ok) {
      setProblem(result.error.message);
      return showIssues(form, result.error.issues);
    }
    toast({ title: "The credit note is issued" });
    closeDialog(DIALOG_ID);
  });

  return (
    <>
      <Button {...opens(DIALOG_ID)}>Issue credit note</Button>
      <Dialog id={DIALOG_ID} title="Issue a credit note" cross={false} lightDismiss={false}>
        <form noValidate onSubmit={submit} className="grid gap-4">
          <p className="text-muted">The invoice stays as it is. A credit note cannot be taken back.</p>
          {problem && (
            <Alert tone="error" live>
              {problem}
            </Alert>
          )}
          <Field label="What is taken back">
            {(control) => (
              <Select
                {...control}
                {...form.register("line")}
                options={[{ value: "", label: "All that is left" }, ...lines]}
              />
            )}
          </Field>
          <Field label="Reason" hint="It stands on the credit note." required error={errors.reason?.message}>
            {(control) => <TextInput {...control} {...form.register("reason")} maxLength={300} />}
          </Field>
          <DialogActions>
            <Button {...closes(DIALOG_ID)}>Cancel</Button>
            <Button type="submit" variant="primary" pending={isSubmitting}>
              Issue credit note
            </Button>
          </DialogActions>
        </form>
      </Dialog>
    </>
  );
}

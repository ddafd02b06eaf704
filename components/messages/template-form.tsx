"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { TemplateFields, type TemplateValues } from "@/components/messages/template-fields";
import { TemplatePreview } from "@/components/messages/template-preview";
import { TemplateTest } from "@/components/messages/template-test";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormBody } from "@/components/ui/form-body";
import { opens } from "@/components/ui/invoker";
import { showIssues } from "@/components/ui/show-issues";
import { toast } from "@/components/ui/toast";
import { useKeptForm } from "@/components/ui/use-kept-form";
import { answered } from "@/lib/answered";
import type { Method, TemplateKind } from "@/lib/messages/kinds";
import type { Shown } from "@/lib/messages/preview-queries";
import type { TemplateText } from "@/lib/messages/template/check";
import type { TemplateInput } from "@/lib/messages/template-commands";
import type { Result } from "@/lib/result";
import { routes } from "@/lib/routes";

type Run<Input, Value> = (org: string, input: Input) => Promise<Result<Value>>;

export type TemplateActions = {
  save: Run<TemplateInput, { key: string }>;
  drop: Run<{ key: string; id: string }, { key: string }>;
  preview: Run<{ kind: TemplateKind; text: TemplateText; whom: string }, Shown> | null;
  test: Run<{ key: string; method: Method }, { address: string }> | null;
};

type TemplateFormProps = {
  org: string;
  first: TemplateInput;
  kind: TemplateKind;
  hasSms: boolean;
  variables: { name: string; label: string }[];
  listHref: string;
  /** Whom a message with it is for, as parameters of an address, where it is written for that. */
  writeTo: Record<string, string> | null;
  readOnly: boolean;
  actions: TemplateActions;
};

const DROP_ID = "drop-template";

/** Writes a template, shows it as somebody would get it, and sends it to whoever writes it. */
export function TemplateForm(props: TemplateFormProps) {
  const { org, first, kind, hasSms, variables, listHref, writeTo, readOnly, actions } = props;
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<TemplateValues>({ defaultValues: first });
  const { isSubmitting, isDirty } = form.formState;
  const { isKept, forget } = useKeptForm(`template ${org} ${first.id ?? first.key}`, form);
  const isOwn = kind === "own";

  const save = form.handleSubmit(async (values) => {
    if (isSubmitting) return;
    setProblem(null);
    const result = await answered(
      actions.save(org, { ...first, ...values, name: values.name || first.name }),
      {
        isTyped: true,
      },
    );
    if (result.ok) {
      toast({ title: "The template is saved" });
      form.reset(values);
      forget();
      if (writeTo) return router.push(routes.newMessage(org, { ...writeTo, template: result.value.key }));
      return isOwn ? router.push(listHref) : router.refresh();
    }
    setProblem(result.error.message);
    showIssues(form, result.error.issues);
  });

  function discard() {
    forget();
    form.reset(first);
  }

  async function drop() {
    if (!first.id) return;
    const result = await answered(actions.drop(org, { key: first.key, id: first.id }));
    if (!result.ok) return result.error.message;
    toast({ title: isOwn ? "The template is removed" : "Rollcall’s own words hold again" });
    router.push(listHref);
  }

  const dropLabel = isOwn ? "Remove this template" : "Reset to the default";
  return (
    <div className="grid max-w-6xl items-start gap-5 lg:grid-cols-2">
      <form noValidate onSubmit={save}>
        <FormBody>
          <Card
            title="Words"
            footer={
              !readOnly && (
                <>
                  {first.id && (
                    <Button variant={isOwn ? "quiet-danger" : "ghost"} {...opens(DROP_ID)}>
                      {dropLabel}
                    </Button>
                  )}
                  <Button type="submit" variant="primary" pending={isSubmitting}>
                    {writeTo ? "Save and go on" : "Save template"}
                  </Button>
                </>
              )
            }
          >
            <fieldset disabled={readOnly} className="grid gap-4">
              {problem && (
                <Alert tone="error" live>
                  {problem}
                </Alert>
              )}
              {isKept && isDirty && (
                <Alert
                  tone="info"
                  actions={
                    <Button size="sm" onClick={discard}>
                      Discard
                    </Button>
                  }
                >
                  This is what you had typed and not saved.
                </Alert>
              )}
              <TemplateFields form={form} isOwn={isOwn} hasSms={hasSms} variables={variables} />
            </fieldset>
          </Card>
        </FormBody>
      </form>
      <div className="grid gap-5">
        {actions.preview && (
          <TemplatePreview
            org={org}
            kind={kind}
            hasSms={hasSms}
            read={form.getValues}
            preview={actions.preview}
          />
        )}
        {actions.test && first.key !== "new" && (
          <TemplateTest
            org={org}
            templateKey={first.key}
            hasSms={first.smsBody !== ""}
            isDirty={isDirty}
            test={actions.test}
          />
        )}
      </div>
      {first.id && (
        <ConfirmDialog id={DROP_ID} title={`${dropLabel}?`} confirmLabel={dropLabel} action={drop}>
          <p>
            {isOwn
              ? "It can be sent no more. Messages that are queued still say what it said."
              : "Your words give way to Rollcall’s. Messages that are queued still say what yours said."}
          </p>
        </ConfirmDialog>
      )}
    </div>
  );
}

"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm, useWatch } from "react-hook-form";
import { DefinitionFields, type PropertyFormValues } from "@/components/properties/definition-fields";
import { lossInWords, valuesInWords } from "@/components/properties/loss-words";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { FormBody } from "@/components/ui/form-body";
import { opens } from "@/components/ui/invoker";
import { showIssues } from "@/components/ui/show-issues";
import { toast } from "@/components/ui/toast";
import { closeDialog } from "@/components/ui/use-modal";
import { answered } from "@/lib/answered";
import type { Touched } from "@/lib/properties/convert";
import type { PropertyValuesOfForm } from "@/lib/properties/input";
import type { Failure, Result } from "@/lib/result";

type Given = { id: string; property: PropertyValuesOfForm };

type PropertyFormProps = {
  org: string;
  id: string;
  /** null for a property that is yet to be made. */
  version: number | null;
  /** How many values people have of it. */
  values: number;
  first: PropertyFormValues;
  readOnly: boolean;
  listHref: string;
  actions: {
    add: (org: string, given: Given) => Promise<Result<{ id: string }>>;
    plan: (org: string, given: Given) => Promise<Result<Touched>>;
    save: (org: string, given: Given & { version: number; lost: number }) => Promise<Result<Touched>>;
    drop: (org: string, given: { id: string; version: number; lost: number }) => Promise<Result<Touched>>;
  };
};

const DROP_ID = "drop-property";
const LOSS_ID = "lose-values";

/** Makes a property or changes one; says what becomes of people's values before it is done. */
export function PropertyForm(props: PropertyFormProps) {
  const { org, id, version, values, first, readOnly, listHref, actions } = props;
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const [plan, setPlan] = useState<Touched>({ values, lost: 0 });
  const form = useForm<PropertyFormValues>({ defaultValues: first });
  const { isSubmitting } = form.formState;
  const name = useWatch({ control: form.control, name: "name" }) || first.name;

  const given = (): Given => {
    const { choices, ...property } = form.getValues();
    return { id, property: { ...property, choices: choices.split("\n") } };
  };

  const submit = form.handleSubmit(async (filled) => {
    if (isSubmitting) return;
    setProblem(null);
    if (version === null) {
      const added = await answered(actions.add(org, given()), { isTyped: true });
      return added.ok ? leave(`The property “${filled.name}” is saved`) : refuse(added.error);
    }
    const isOther = ["type", "choices", "isUserProperty"] as const;
    if (values > 0 && isOther.some((field) => filled[field] !== first[field])) {
      const planned = await answered(actions.plan(org, given()), { isTyped: true });
      if (!planned.ok) return refuse(planned.error);
      setPlan(planned.value);
      const dialog = document.getElementById(LOSS_ID);
      if (dialog instanceof HTMLDialogElement) dialog.showModal();
      return;
    }
    await save(0);
  });

  async function save(lost: number) {
    if (version === null) return;
    const saved = await answered(actions.save(org, { ...given(), version, lost }), { isTyped: true });
    closeDialog(LOSS_ID);
    if (!saved.ok) return refuse(saved.error);
    toast({ title: `The property “${form.getValues("name")}” is saved` });
  }

  async function drop() {
    if (version === null) return;
    const dropped = await answered(actions.drop(org, { id, version, lost: values }));
    closeDialog(DROP_ID);
    if (!dropped.ok) return refuse(dropped.error);
    leave(`The property “${first.name}” is removed`);
  }

  function leave(title: string) {
    toast({ title });
    router.push(listHref);
  }

  function refuse(failure: Failure) {
    setProblem(failure.message);
    // One of several choices is a line of the same field.
    const issues = failure.issues?.map(({ path, message }) => ({
      path: path.replace(/^property\./, "").replace(/^choices\..*/, "choices"),
      message,
    }));
    showIssues(form, issues);
  }

  return (
    <>
      <form noValidate onSubmit={submit}>
        <FormBody>
          <fieldset disabled={readOnly} className="contents">
            <DefinitionFields form={form} />
          </fieldset>
          {!readOnly && (
            <div className="grid gap-4 border-t border-line pt-5 lg:ps-[18.5rem] lg:*:max-w-xl">
              {problem && (
                <Alert tone="error" live>
                  {problem}
                </Alert>
              )}
              <div className="flex flex-wrap justify-end gap-3">
                {version !== null && (
                  <Button variant="quiet-danger" {...opens(DROP_ID)}>
                    Remove property
                  </Button>
                )}
                <Button type="submit" variant="primary" pending={isSubmitting}>
                  {version === null ? "Make property" : "Save property"}
                </Button>
              </div>
            </div>
          )}
        </FormBody>
      </form>
      <ConfirmDialog
        id={LOSS_ID}
        action={() => save(plan.lost)}
        destructive={plan.lost > 0}
        title={`Change “${name}”?`}
        confirmLabel="Save property"
      >
        <p>{lossInWords(plan)}</p>
        {plan.lost > 0 && <p>What is lost cannot be taken back.</p>}
      </ConfirmDialog>
      <ConfirmDialog
        id={DROP_ID}
        action={drop}
        title={`Remove “${first.name}”?`}
        confirmLabel="Remove property"
      >
        {values === 0
          ? "Nobody has a value of it."
          : `${valuesInWords(values)} lost with it, and cannot be taken back.`}
      </ConfirmDialog>
    </>
  );
}

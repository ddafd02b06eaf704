"use client";

import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Alert } from "@/components/ui/alert";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { FormBody } from "@/components/ui/form-body";
import { formatCount } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { Section } from "@/components/ui/section";
import { showIssues } from "@/components/ui/show-issues";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { answered } from "@/lib/answered";
import type { GroupInput } from "@/lib/groups/input";
import { GROUP_DESCRIPTION_MAX, GROUP_NAME_MAX } from "@/lib/groups/limits";
import type { PermissionArea } from "@/lib/permissions/areas";
import type { Permission } from "@/lib/permissions/permissions";
import type { Result } from "@/lib/result";

type Values = { name: string; description: string; permissions: Permission[] };
type Changed = { changed: number };

type GroupFormProps = {
  org: string;
  /** `version` is null for a group that is yet to be made. */
  first: Values & { id: string; version: number | null };
  /** How many people are in it. */
  members: number;
  areas: PermissionArea[];
  /** What whoever fills it in may give. */
  givable: Permission[];
  readOnly: boolean;
  listHref: string;
  actions: {
    add: (org: string, given: GroupInput & { id: string }) => Promise<Result<{ id: string }>>;
    save: (org: string, given: GroupInput & { id: string; version: number }) => Promise<Result<Changed>>;
    drop: (org: string, given: { id: string; version: number }) => Promise<Result<Changed>>;
  };
};

const DROP_ID = "drop-group";

/** Makes a group or changes one. */
export function GroupForm(props: GroupFormProps) {
  const { org, first, members, areas, givable, readOnly, listHref, actions } = props;
  const { id, version, name, description, permissions } = first;
  const router = useRouter();
  const [problem, setProblem] = useState<string | null>(null);
  const form = useForm<Values>({ defaultValues: { name, description, permissions } });
  const { errors, isSubmitting } = form.formState;

  const submit = form.handleSubmit(async (group) => {
    if (isSubmitting) return;
    setProblem(null);
    const result =
      version === null
        ? await answered(actions.add(org, { id, ...group }), { isTyped: true })
        : await answered(actions.save(org, { id, version, ...group }), { isTyped: true });
    if (!result.ok) {
      setProblem(result.error.message);
      return showIssues(form, result.error.issues);
    }
    toast({ title: `The group “${group.name}” is saved` });
    if (version === null) router.push(listHref);
  });

  async function drop() {
    if (version === null) return;
    const result = await answered(actions.drop(org, { id, version }));
    if (!result.ok) return setProblem(result.error.message);
    toast({ title: `The group “${name}” is removed` });
    router.push(listHref);
  }

  return (
    <>
      <form noValidate onSubmit={submit}>
        <FormBody>
          <fieldset disabled={readOnly} className="contents">
            <Section title="Group">
              <Field label="Name" required error={errors.name?.message}>
                {(control) => (
                  <TextInput {...control} {...form.register("name")} maxLength={GROUP_NAME_MAX} />
                )}
              </Field>
              <Field label="Description" optional error={errors.description?.message}>
                {(control) => (
                  <Textarea
                    {...control}
                    {...form.register("description")}
                    rows={2}
                    maxLength={GROUP_DESCRIPTION_MAX}
                  />
                )}
              </Field>
            </Section>
            {areas.map((area) => (
              <Section key={area.label} title={area.label}>
                <div className="grid gap-2.5">
                  {area.permissions.map(({ value, label }) => (
                    <Checkbox
                      key={value}
                      {...form.register("permissions")}
                      value={value}
                      label={label}
                      disabled={!readOnly && !givable.includes(value)}
                      hint={
                        !readOnly && !givable.includes(value)
                          ? "You do not hold it, so you cannot give it."
                          : null
                      }
                    />
                  ))}
                </div>
              </Section>
            ))}
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
                    Remove group
                  </Button>
                )}
                <Button type="submit" variant="primary" pending={isSubmitting}>
                  {version === null ? "Make group" : "Save group"}
                </Button>
              </div>
            </div>
          )}
        </FormBody>
      </form>
      <ConfirmDialog
        id={DROP_ID}
        action={drop}
        destructive
        title={`Remove “${name}”?`}
        confirmLabel="Remove group"
      >
        {members === 0
          ? "Nobody is in it."
          : `${formatCount(members)} ${members === 1 ? "person loses" : "people lose"} what it gives them, with their next click. They stay as they are otherwise.`}
      </ConfirmDialog>
    </>
  );
}

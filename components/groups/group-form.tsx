"use client";

import { GroupPeople } from "@/components/groups/group-people";
import { type FirstGroup, type GroupActions, useGroupForm } from "@/components/groups/use-group-form";
import type { SearchPeople } from "@/components/properties/person-field";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { FormFrame } from "@/components/ui/form-frame";
import { formatCount } from "@/components/ui/format";
import { opens } from "@/components/ui/invoker";
import { Section } from "@/components/ui/section";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import { GROUP_DESCRIPTION_MAX, GROUP_NAME_MAX } from "@/lib/groups/limits";
import type { RuleField } from "@/lib/groups/rule";
import type { PermissionArea } from "@/lib/permissions/areas";
import type { Permission } from "@/lib/permissions/permissions";

type GroupFormProps = {
  org: string;
  first: FirstGroup;
  /** What a rule can ask. */
  fields: RuleField[];
  /** Who made its rule, and when, in words. */
  made: string | null;
  /** How many people are in it. */
  members: number;
  areas: PermissionArea[];
  /** What whoever fills it in may give. */
  givable: Permission[];
  readOnly: boolean;
  /** Whether they may say who is in it. */
  mayRule: boolean;
  searchPeople: SearchPeople;
  listHref: string;
  actions: GroupActions;
};

const DROP_ID = "drop-group";

/** Makes a group or changes one. */
export function GroupForm(props: GroupFormProps) {
  const { first, fields, made, members, areas, givable, readOnly, mayRule, searchPeople } = props;
  const { version, name } = first;
  const { form, rule, setRule, issues, plan, problem, submit, drop } = useGroupForm(props);
  const { errors, isSubmitting } = form.formState;
  return (
    <>
      <FormFrame
        submit={submit}
        label={version === null ? "Make group" : "Save group"}
        busy={isSubmitting}
        problem={problem}
        readOnly={readOnly}
        beside={
          version !== null && (
            <Button variant="quiet-danger" {...opens(DROP_ID)}>
              Remove group
            </Button>
          )
        }
      >
        <Section title="Group">
          <Field label="Name" required error={errors.name?.message}>
            {(control) => <TextInput {...control} {...form.register("name")} maxLength={GROUP_NAME_MAX} />}
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
        <GroupPeople
          rule={rule}
          change={setRule}
          fields={fields}
          issues={issues}
          plan={plan}
          made={made}
          readOnly={readOnly || !mayRule}
          searchPeople={searchPeople}
        />
        <Section
          title="Permissions"
          description="What everybody in the group may do, beside what their role allows."
        >
          {areas.map((area) => (
            <fieldset key={area.label}>
              <legend className="mb-1.5 font-medium">{area.label}</legend>
              <div className="grid gap-2.5 sm:grid-cols-2">
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
            </fieldset>
          ))}
        </Section>
      </FormFrame>
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

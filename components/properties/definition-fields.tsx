"use client";

import { type UseFormReturn, useWatch } from "react-hook-form";
import { PropertyControl } from "@/components/properties/property-control";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import { Textarea } from "@/components/ui/textarea";
import type { PropertyValuesOfForm } from "@/lib/properties/input";
import { PROPERTY_HELP_MAX, PROPERTY_NAME_MAX } from "@/lib/properties/limits";
import { PROPERTY_TYPE_LABELS, PROPERTY_TYPES } from "@/lib/properties/types";

/** A property as its form holds it: choices line by line. */
export type PropertyFormValues = Omit<PropertyValuesOfForm, "choices"> & { choices: string };

/** What a property is, and who has it. */
export function DefinitionFields({ form }: { form: UseFormReturn<PropertyFormValues> }) {
  const { errors } = form.formState;
  const [type, choices, isUserProperty, isUnique] = useWatch({
    control: form.control,
    name: ["type", "choices", "isUserProperty", "isUnique"],
  });
  const of = {
    type,
    choices: [...new Set(choices.split("\n").map((choice) => choice.trim()))].filter(Boolean),
  };
  const hasDefault = isUserProperty && type !== "person" && !(isUnique && type !== "yesNo");
  return (
    <>
      <Section title="Property" description="A column of a file with this name is matched with it by itself.">
        <Field label="Name" required error={errors.name?.message}>
          {(control) => <TextInput {...control} {...form.register("name")} maxLength={PROPERTY_NAME_MAX} />}
        </Field>
        <Field label="Type" error={errors.type?.message}>
          {(control) => (
            <Select
              {...control}
              {...form.register("type")}
              options={PROPERTY_TYPES.map((value) => ({ value, label: PROPERTY_TYPE_LABELS[value] }))}
            />
          )}
        </Field>
        {type === "choice" && (
          <Field label="Choices" hint="One on each line." required error={errors.choices?.message}>
            {(control) => <Textarea {...control} {...form.register("choices")} rows={5} />}
          </Field>
        )}
        <Field
          label="Help text"
          hint="Stands under the name wherever the value is asked for."
          optional
          error={errors.help?.message}
        >
          {(control) => (
            <Textarea {...control} {...form.register("help")} rows={2} maxLength={PROPERTY_HELP_MAX} />
          )}
        </Field>
      </Section>
      <Section title="Who has it" description="Every person, or the organization as a whole.">
        <Checkbox
          {...form.register("isUserProperty")}
          label="User property"
          hint="Every user has a value of their own. Otherwise the organization has one."
        />
        {isUserProperty && (
          <>
            <Checkbox
              {...form.register("isRequired")}
              label="Required"
              hint="Nobody is added or saved without a value."
            />
            {type !== "yesNo" && (
              <Checkbox
                {...form.register("isUnique")}
                label="Unique"
                hint="No two people have the same value."
                error={errors.isUnique?.message}
              />
            )}
          </>
        )}
        {hasDefault && (
          <Field
            label="Default"
            hint="What new people have unless something else is said."
            optional
            error={errors.defaultValue?.message}
          >
            {(control) => <PropertyControl {...control} {...form.register("defaultValue")} of={of} />}
          </Field>
        )}
        {!isUserProperty && (
          <Field
            label="Value"
            hint={type === "person" ? "A username or an access email." : undefined}
            optional
            error={errors.value?.message}
          >
            {(control) => <PropertyControl {...control} {...form.register("value")} of={of} />}
          </Field>
        )}
      </Section>
    </>
  );
}

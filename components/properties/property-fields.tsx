"use client";

import { type UseFormReturn, useWatch } from "react-hook-form";
import { PersonField, type SearchPeople } from "@/components/properties/person-field";
import { PropertyControl } from "@/components/properties/property-control";
import { Field } from "@/components/ui/field";
import { Section } from "@/components/ui/section";
import type { Property } from "@/lib/properties/types";
import type { UserFormValues } from "@/lib/users/user-form";

/** How people are looked for who are values, and what those are called who are such already. */
export type PropertyPeople = { search: SearchPeople; names: Readonly<Record<string, string>> };

type PropertyFieldsProps = {
  form: UseFormReturn<UserFormValues>;
  properties: Property[];
  people: PropertyPeople;
};

/** What the organization keeps of its people, as fields of a person's form. */
export function PropertyFields({ form, properties, people }: PropertyFieldsProps) {
  if (properties.length === 0) return null;
  return (
    <Section title="Properties" description="What your organization keeps of its people.">
      {properties.map((property) => (
        <PropertyField key={property.id} form={form} property={property} people={people} />
      ))}
    </Section>
  );
}

type PropertyFieldProps = Omit<PropertyFieldsProps, "properties"> & { property: Property };

function PropertyField({ form, property, people }: PropertyFieldProps) {
  const { id, name, isRequired, help } = property;
  const path = `properties.${id}` as const;
  const value = useWatch({ control: form.control, name: path });
  const error = form.formState.errors.properties?.[id]?.message;
  if (property.type === "person") {
    return (
      <PersonField
        label={name}
        hint={help}
        required={isRequired}
        error={error}
        chosen={value ? { id: value, name: people.names[value] ?? null } : null}
        choose={(chosen) =>
          form.setValue(path, chosen, { shouldDirty: true, shouldValidate: form.formState.isSubmitted })
        }
        search={people.search}
      />
    );
  }
  return (
    <Field label={name} hint={help} required={isRequired} optional={!isRequired} error={error}>
      {(control) => <PropertyControl {...control} {...form.register(path)} of={property} />}
    </Field>
  );
}

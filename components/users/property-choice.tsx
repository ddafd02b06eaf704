"use client";

import { useEffect, useRef, useState } from "react";
import { PropertyControl } from "@/components/properties/property-control";
import { Alert } from "@/components/ui/alert";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { useAsked } from "@/components/users/use-asked";
import type { PropertyChange } from "@/lib/properties/bulk-commands";
import type { Property } from "@/lib/properties/types";
import type { Result } from "@/lib/result";

type PropertyChoiceProps = {
  /** The properties to choose from, asked for when the choice is there. */
  read: () => Promise<Result<Property[]>>;
  onChoose: (change: PropertyChange) => void;
};

const RESTS_MS = 300;

/** Which property, and which value of it. */
export function PropertyChoice({ read, onChoose }: PropertyChoiceProps) {
  const { value: properties, problem } = useAsked(read);
  const [chosen, setChosen] = useState<Property | null>(null);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (problem) return <Alert tone="error">{problem}</Alert>;
  if (!properties) return <p className="mb-4 text-muted">Looking for properties …</p>;
  if (properties.length === 0)
    return <p className="mb-4">There is no property that many people can have the same value of.</p>;

  function take(property: Property | null, value: string, rests: number) {
    clearTimeout(timer.current);
    if (!property) return;
    const change = { kind: "setProperty" as const, propertyId: property.id, value };
    timer.current = setTimeout(() => onChoose(change), rests);
  }

  function choose(id: string) {
    const property = properties?.find((each) => each.id === id) ?? null;
    setChosen(property);
    take(property, "", 0);
  }

  return (
    <div className="mb-4 grid gap-4">
      <Field label="Property" required>
        {(control) => (
          <Select
            {...control}
            name="property"
            placeholder="Choose a property"
            defaultValue=""
            options={properties.map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => choose(event.target.value)}
          />
        )}
      </Field>
      {chosen && (
        <Field
          key={chosen.id}
          label="Value"
          hint={chosen.isRequired ? chosen.help : `${chosen.help} Blank takes it away.`.trim()}
          required={chosen.isRequired}
        >
          {(control) => (
            <PropertyControl
              {...control}
              of={chosen}
              name="value"
              placeholder={chosen.type === "person" ? "A username or an access email" : undefined}
              onChange={(event) => take(chosen, event.target.value, RESTS_MS)}
            />
          )}
        </Field>
      )}
    </div>
  );
}

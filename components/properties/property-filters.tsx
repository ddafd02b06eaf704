import { useId } from "react";
import { PropertyControl } from "@/components/properties/property-control";
import { Checkbox } from "@/components/ui/checkbox";
import { propertyField } from "@/lib/properties/field";
import type { Property, PropertyValues } from "@/lib/properties/types";

export type FilterProperty = Pick<Property, "id" | "name" | "type" | "choices">;

type PropertyFiltersProps = {
  properties: FilterProperty[];
  /** What the list is filtered by. */
  values: PropertyValues;
  /** The ids of those that are columns. */
  columns: string[];
};

/** Of every property: whether the list shows it as a column, and which value those have who are shown. */
export function PropertyFilters({ properties, values, columns }: PropertyFiltersProps) {
  const id = useId();
  const used = properties.filter((each) => values[each.id] !== undefined || columns.includes(each.id)).length;
  return (
    <details className="min-w-full">
      <summary className="cursor-pointer text-dense">Properties{used > 0 && ` (${used} in use)`}</summary>
      <div className="mt-2 grid gap-x-6 gap-y-4 rounded-box border border-line p-4 sm:grid-cols-2 xl:grid-cols-3">
        {properties.map((property) => {
          const fieldId = `${id}-${property.id}`;
          return (
            <div key={property.id} className="grid content-start gap-1.5">
              <label htmlFor={fieldId} className="font-medium">
                {property.name}
              </label>
              <PropertyControl
                id={fieldId}
                of={property}
                name={propertyField(property.id)}
                none="Any"
                defaultValue={values[property.id] ?? ""}
                placeholder={property.type === "person" ? "A username" : undefined}
              />
              <Checkbox
                name="columns"
                value={property.id}
                defaultChecked={columns.includes(property.id)}
                label={
                  <>
                    Show<span className="sr-only"> {property.name}</span> as a column
                  </>
                }
              />
            </div>
          );
        })}
      </div>
    </details>
  );
}

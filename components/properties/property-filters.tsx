import { PropertyControl } from "@/components/properties/property-control";
import { FilterChoice } from "@/components/users/filter-choice";
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
  return properties.map((property) => (
    <FilterChoice
      key={property.id}
      label={property.name}
      column={property.id}
      isColumn={columns.includes(property.id)}
    >
      {(id) => (
        <PropertyControl
          id={id}
          of={property}
          name={propertyField(property.id)}
          none="Any"
          defaultValue={values[property.id] ?? ""}
          placeholder={property.type === "person" ? "A username" : undefined}
        />
      )}
    </FilterChoice>
  ));
}

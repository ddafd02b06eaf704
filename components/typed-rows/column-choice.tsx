import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Icon } from "@/components/ui/icon";
import { labelOfColumn, type PropertyNames, type RowField } from "@/lib/imports/columns/column-field";
import { TYPED_FIELDS } from "@/lib/imports/typed/fields";
import { propertyField } from "@/lib/properties/field";

type ColumnChoiceProps = {
  columns: readonly RowField[];
  mandatory: readonly RowField[];
  properties: PropertyNames;
  show: (columns: RowField[]) => void;
};

/** Which fields have a column. What was typed into one that goes is kept until it comes back. */
export function ColumnChoice({ columns, mandatory, properties, show }: ColumnChoiceProps) {
  const id = useId();
  const all: RowField[] = [...TYPED_FIELDS, ...properties.map((each) => propertyField(each.id))];
  const toggle = (field: RowField, shown: boolean) =>
    show(all.filter((each) => (each === field ? shown : columns.includes(each))));
  return (
    <>
      <Button size="sm" popoverTarget={id} iconAfter={<Icon name="chevron-down" />}>
        Columns
      </Button>
      <div id={id} popover="auto" className="popover-panel" data-align="start">
        <fieldset className="grid gap-2 p-2">
          <legend className="sr-only">Columns</legend>
          {all.map((field) => {
            const isMandatory = mandatory.includes(field);
            return (
              <Checkbox
                key={field}
                label={`${labelOfColumn(field, properties)}${isMandatory ? " (mandatory)" : ""}`}
                checked={columns.includes(field)}
                disabled={isMandatory || (columns.length === 1 && columns.includes(field))}
                onChange={(event) => toggle(field, event.target.checked)}
              />
            );
          })}
        </fieldset>
      </div>
    </>
  );
}

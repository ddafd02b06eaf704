import { useId } from "react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Icon } from "@/components/ui/icon";
import { TYPED_FIELDS } from "@/lib/imports/typed/fields";
import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";

type ColumnChoiceProps = {
  columns: readonly UserField[];
  mandatory: readonly UserField[];
  show: (columns: UserField[]) => void;
};

/** Which fields have a column. What was typed into one that goes is kept until it comes back. */
export function ColumnChoice({ columns, mandatory, show }: ColumnChoiceProps) {
  const id = useId();
  const toggle = (field: UserField, shown: boolean) =>
    show(TYPED_FIELDS.filter((each) => (each === field ? shown : columns.includes(each))));
  return (
    <>
      <Button size="sm" popoverTarget={id} iconAfter={<Icon name="chevron-down" />}>
        Columns
      </Button>
      <div id={id} popover="auto" className="popover-panel" data-align="start">
        <fieldset className="grid gap-2 p-2">
          <legend className="sr-only">Columns</legend>
          {TYPED_FIELDS.map((field) => {
            const isMandatory = mandatory.includes(field);
            return (
              <Checkbox
                key={field}
                label={`${USER_FIELD_INFO[field].label}${isMandatory ? " (mandatory)" : ""}`}
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

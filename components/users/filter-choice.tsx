import { type ReactNode, useId } from "react";
import { Checkbox } from "@/components/ui/checkbox";

type FilterChoiceProps = {
  label: string;
  /** What the address has for the column. */
  column: string;
  isColumn: boolean;
  /** The control that filters, by its id. */
  children: (id: string) => ReactNode;
};

/** One thing that the list can be filtered by, and shown as a column. */
export function FilterChoice({ label, column, isColumn, children }: FilterChoiceProps) {
  const id = useId();
  return (
    <div className="grid content-start gap-1.5">
      <label htmlFor={id} className="font-medium">
        {label}
      </label>
      {children(id)}
      <Checkbox
        name="columns"
        value={column}
        defaultChecked={isColumn}
        label={
          <>
            Show<span className="sr-only"> {label}</span> as a column
          </>
        }
      />
    </div>
  );
}

import { memo } from "react";
import type { CellIssue, RowIssues } from "@/components/typed-rows/use-issues";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field-error";
import { Icon } from "@/components/ui/icon";
import { isUserField, labelOfColumn, type RowField } from "@/lib/imports/columns/column-field";
import type { SheetRow } from "@/lib/imports/typed/sheet";
import { propertyField } from "@/lib/properties/field";
import type { Property } from "@/lib/properties/types";
import { USER_FIELD_INFO } from "@/lib/users/fields";

type TypedRowProps = {
  row: SheetRow;
  /** Counted from 1, as the words about other lines count. */
  line: number;
  columns: readonly RowField[];
  issues: RowIssues | undefined;
  /** The list of roles to choose from. */
  rolesId: string;
  properties: readonly Property[];
};

/** One person's row. It listens to nothing by itself: the table does for all rows at once. */
export const TypedRow = memo(function TypedRow({
  row,
  line,
  columns,
  issues,
  rolesId,
  properties,
}: TypedRowProps) {
  return (
    <tr>
      <th scope="row">
        {line}
        {issues?.[""] && <FieldError errors={issues[""].map(({ message }) => message)} />}
      </th>
      {columns.map((field) => (
        <TypedCell
          key={field}
          field={field}
          line={line}
          text={row.cells[field] ?? ""}
          issues={issues?.[field]}
          rolesId={rolesId}
          properties={properties}
        />
      ))}
      <td>
        <Button
          variant="ghost"
          size="sm"
          square
          tabIndex={-1}
          data-remove=""
          aria-label={`Remove line ${line}`}
          icon={<Icon name="x" />}
        />
      </td>
    </tr>
  );
});

/** The id of the list of what may be chosen; undefined where that is any text. */
export const listOf = (field: RowField, properties: readonly Property[]): string | undefined =>
  properties.some(({ id, type }) => type === "choice" && propertyField(id) === field)
    ? `typed-${field}`
    : undefined;

type TypedCellProps = Pick<TypedRowProps, "line" | "rolesId" | "properties"> & {
  field: RowField;
  text: string;
  issues: CellIssue[] | undefined;
};

function TypedCell({ field, line, text, issues, rolesId, properties }: TypedCellProps) {
  const label = labelOfColumn(field, properties);
  const kind = isUserField(field) ? USER_FIELD_INFO[field].kind : null;
  const list = kind === "role" ? rolesId : listOf(field, properties);
  const errorId = `${field}-${line}-error`;
  const suggestion = issues?.find((issue) => issue.suggestion)?.suggestion;
  return (
    <td className={issues && "invalid"}>
      <input
        type="text"
        aria-label={`${label}, line ${line}`}
        defaultValue={text}
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        inputMode={kind === "email" ? "email" : kind === "phone" ? "tel" : undefined}
        list={list}
        aria-invalid={issues ? true : undefined}
        aria-describedby={issues && errorId}
      />
      {issues && (
        <div>
          <FieldError id={errorId} errors={issues.map(({ message }) => message)} />
          {suggestion && (
            <button type="button" className="text-link text-dense" data-suggestion={suggestion}>
              Use {suggestion}
            </button>
          )}
        </div>
      )}
    </td>
  );
}

import { memo } from "react";
import type { CellIssue, RowIssues } from "@/components/typed-rows/use-issues";
import { Button } from "@/components/ui/button";
import { FieldError } from "@/components/ui/field-error";
import { Icon } from "@/components/ui/icon";
import type { SheetRow } from "@/lib/imports/typed/sheet";
import { USER_FIELD_INFO, type UserField } from "@/lib/users/fields";

type TypedRowProps = {
  row: SheetRow;
  /** Counted from 1, as the words about other lines count. */
  line: number;
  columns: readonly UserField[];
  issues: RowIssues | undefined;
  /** The list of roles to choose from. */
  rolesId: string;
};

/** One person's row. It listens to nothing by itself: the table does for all rows at once. */
export const TypedRow = memo(function TypedRow({ row, line, columns, issues, rolesId }: TypedRowProps) {
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

type TypedCellProps = Pick<TypedRowProps, "line" | "rolesId"> & {
  field: UserField;
  text: string;
  issues: CellIssue[] | undefined;
};

function TypedCell({ field, line, text, issues, rolesId }: TypedCellProps) {
  const { label, kind } = USER_FIELD_INFO[field];
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
        list={kind === "role" ? rolesId : undefined}
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

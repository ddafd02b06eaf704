import { RowChangesList } from "@/components/imports/row-changes-list";
import { FieldError } from "@/components/ui/field-error";
import type { MarkShape } from "@/components/ui/mark";
import { StatusMark } from "@/components/ui/status-mark";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import type { Tone } from "@/components/ui/tone";
import { type ImportDetails } from "@/lib/imports/queries";
import { type ReviewRow } from "@/lib/imports/row-queries";
import { USER_FIELD_INFO } from "@/lib/users/fields";

type Props = { details: ImportDetails; rows: ReviewRow[]; canSelect: boolean };

const CELL_CHARACTERS_MAX = 200;

const FATES: Record<ReviewRow["fate"] | "unselected", { tone: Tone; shape: MarkShape; word: string }> = {
  create: { tone: "success", shape: "plus", word: "Create" },
  update: { tone: "info", shape: "diamond", word: "Update" },
  unchanged: { tone: "neutral", shape: "dash", word: "Unchanged" },
  exists: { tone: "neutral", shape: "check", word: "Already here" },
  absent: { tone: "neutral", shape: "dash", word: "Not here" },
  invalid: { tone: "error", shape: "cross", word: "Error" },
  unselected: { tone: "neutral", shape: "ring", word: "Left out" },
};

/** A page of the file's rows, each with its fate and all that is wrong with it, at the cell that it is about. */
export function ReviewTable({ details, rows, canSelect }: Props) {
  const columns = details.matching.flatMap((field, index) => (field ? [{ field, index }] : []));
  const matched = new Set(columns.map(({ field }) => field));
  const showsUsername = !matched.has("username");
  return (
    <Table caption="Rows of the file" density="dense" scroll="box">
      <TableHead>
        {canSelect && <HeaderCell>Import</HeaderCell>}
        <HeaderCell align="end">Line</HeaderCell>
        <HeaderCell>What happens</HeaderCell>
        {columns.map(({ field, index }) => (
          <HeaderCell key={index}>
            {details.headers[index]?.trim() || USER_FIELD_INFO[field].label}
          </HeaderCell>
        ))}
        {showsUsername && <HeaderCell>Username</HeaderCell>}
      </TableHead>
      <TableBody>
        {rows.map((row) => {
          const fate = FATES[row.selected ? row.fate : "unselected"];
          const rest = row.issues.filter(
            ({ field }) =>
              field === null || (!matched.has(field) && !(field === "username" && showsUsername)),
          );
          return (
            <Row
              key={row.line}
              tone={row.selected && row.fate === "invalid" ? "error" : undefined}
              muted={!row.selected}
            >
              {canSelect && (
                <Cell>
                  <input
                    key={String(row.selected)}
                    type="checkbox"
                    className="checkbox checkbox-sm"
                    aria-label={`Import line ${row.line}`}
                    data-line={row.line}
                    defaultChecked={row.selected}
                  />
                </Cell>
              )}
              <Cell align="end" quiet>
                {row.line}
              </Cell>
              <Cell nowrap={rest.length === 0 && !row.changes}>
                <StatusMark tone={fate.tone} shape={fate.shape}>
                  {fate.word}
                </StatusMark>
                {row.selected && row.changes && <RowChangesList changes={row.changes} />}
                {rest.length > 0 && <FieldError errors={rest.map(({ message }) => message)} />}
              </Cell>
              {columns.map(({ field, index }) => (
                <Cell key={index} errors={messagesOf(row, field)}>
                  {field === "password" ? "••••••" : shorten(row.cells[index] ?? "")}
                </Cell>
              ))}
              {showsUsername && (
                <Cell quiet errors={messagesOf(row, "username")}>
                  {row.fate === "update" || row.fate === "unchanged" ? null : row.values.username}
                </Cell>
              )}
            </Row>
          );
        })}
      </TableBody>
    </Table>
  );
}

function messagesOf({ issues }: ReviewRow, field: string): string[] {
  return issues
    .filter((issue) => issue.field === field)
    .map(({ message, suggestion }) => (suggestion ? `${message} Free: ${suggestion}` : message));
}

const shorten = (text: string) =>
  text.length > CELL_CHARACTERS_MAX ? `${text.slice(0, CELL_CHARACTERS_MAX)}…` : text;

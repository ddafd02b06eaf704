import { Badge } from "@/components/ui/badge";
import { Select } from "@/components/ui/select";
import { Cell, HeaderCell, Row, Table, TableBody, TableHead } from "@/components/ui/table";
import {
  COLUMN_FIELDS,
  type ColumnField,
  fieldsOfColumn,
  labelOfColumn,
  type PropertyNames,
  type RowField,
} from "@/lib/imports/columns/column-field";
import { splitFullName } from "@/lib/imports/rows/full-name";
import { propertyField } from "@/lib/properties/field";
import type { DateOrder } from "@/lib/users/date";

export type MatcherColumn = {
  index: number;
  header: string;
  how: "exact" | "known" | "suggested" | "none" | "ignored";
  field: ColumnField | null;
  samples: string[];
  /** The order of day and month that its dates prove, or that they leave it open. */
  dates: DateOrder | "open" | null;
  /** The country that most of its numbers without a country code would be right for (ISO 3166-1 alpha-2). */
  country: string | null;
};

type Props = {
  columns: MatcherColumn[];
  /** The columns as they were matched at first. */
  suggested: MatcherColumn[];
  mandatory: RowField[];
  properties: PropertyNames;
  choose: (index: number, field: ColumnField | null) => void;
};

// The full name stands behind its parts.
const CHOICES = COLUMN_FIELDS.filter((field) => field !== "fullName").flatMap((field): ColumnField[] =>
  field === "lastName" ? [field, "fullName"] : [field],
);

/** The file's columns, what they hold, and the field of each. */
export function ColumnTable({ columns, suggested, mandatory, properties, choose }: Props) {
  const fields = [...CHOICES, ...properties.map(({ id }) => propertyField(id))];
  const options = fields.map((field) => ({ value: field, label: labelOf(field, mandatory, properties) }));
  return (
    <Table caption="Columns of the file" stacked labels={["", "Holds", "Field"]}>
      <TableHead>
        <HeaderCell>Column in the file</HeaderCell>
        <HeaderCell>What it holds</HeaderCell>
        <HeaderCell>Field</HeaderCell>
      </TableHead>
      <TableBody>
        {columns.map((column, index) => (
          <Row key={column.index} muted={column.field === null}>
            <Cell strong>
              <span className="wrap-anywhere">{nameOf(column)}</span>
            </Cell>
            <Cell quiet>
              <span className="wrap-anywhere">{column.samples.join(" · ") || nothingOf(column)}</span>
            </Cell>
            <Cell>
              <div className="flex flex-wrap items-center gap-2">
                <Select
                  size="sm"
                  className="w-full max-w-64"
                  aria-label={`Field for ${nameOf(column)}`}
                  value={column.field ?? ""}
                  placeholder={column.how === "ignored" ? "Left out: not for an import" : "Left out"}
                  options={options}
                  onChange={(event) => choose(index, (event.target.value || null) as ColumnField | null)}
                />
                {column.how === "suggested" && column.field === suggested[index]?.field && (
                  <Badge tone="info">Suggested</Badge>
                )}
                {column.field === "fullName" && <SplitNames samples={column.samples} />}
              </div>
            </Cell>
          </Row>
        ))}
      </TableBody>
    </Table>
  );
}

/** How names in one column come apart, before anybody is read by it. */
function SplitNames({ samples }: { samples: string[] }) {
  return (
    <ul className="w-full text-dense text-muted">
      {samples.map((sample) => {
        const split = splitFullName(sample);
        return (
          <li key={sample} className="wrap-anywhere">
            {"problem" in split
              ? split.problem.message
              : `First name “${split.parts.firstName}”, last name “${split.parts.lastName}”`}
          </li>
        );
      })}
    </ul>
  );
}

const nothingOf = ({ field }: MatcherColumn) =>
  field === "password" ? "not shown" : "nothing in the first rows";

const nameOf = ({ header, index }: MatcherColumn) => header.trim() || `Column ${index + 1}`;

const labelOf = (field: ColumnField, mandatory: readonly RowField[], properties: PropertyNames) =>
  fieldsOfColumn(field).some((each) => mandatory.includes(each))
    ? `${labelOfColumn(field, properties)} (mandatory)`
    : labelOfColumn(field, properties);

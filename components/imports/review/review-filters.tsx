import { formatCount } from "@/components/ui/format";
import { LiveForm } from "@/components/ui/live-form";
import { SearchField } from "@/components/ui/search-field";
import { Select } from "@/components/ui/select";
import { labelOfColumn, type PropertyNames } from "@/lib/imports/columns/column-field";
import { type RowFilter, wordsOfCode } from "@/lib/imports/review/filter";
import type { IssueCount } from "@/lib/imports/review/queries";

type Props = {
  action: string;
  filter: RowFilter;
  issues: readonly IssueCount[];
  /** The columns of the file, by their headers. */
  columns: readonly string[];
  properties: PropertyNames;
};

/** Narrows the rows that are shown: by a text in any column or in one, by issue, by the field that one is in. */
export function ReviewFilters({ action, filter, issues, columns, properties }: Props) {
  return (
    <LiveForm action={action} className="mb-3 flex flex-wrap items-center gap-2">
      <input type="hidden" name="show" value={filter.show} />
      <SearchField
        size="sm"
        name="q"
        label="Search in cells"
        placeholder="Search in cells"
        defaultValue={filter.q}
        className="sm:max-w-64"
      />
      <Select
        size="sm"
        name="within"
        aria-label="Column to search in"
        placeholder="In any column"
        defaultValue={filter.within ?? ""}
        className="sm:max-w-52"
        options={columns.map((label, column) => ({ value: String(column), label }))}
      />
      {(issues.length > 0 || filter.issue || filter.column) && (
        <>
          <Select
            size="sm"
            name="issue"
            aria-label="Issue"
            placeholder="Any issue or none"
            defaultValue={filter.issue ?? ""}
            className="sm:max-w-64"
            options={[...sumsOf(issues, ({ code }) => code)].map(([code, rows]) => ({
              value: code,
              label: `${wordsOfCode(code)} (${formatCount(rows)})`,
            }))}
          />
          <Select
            size="sm"
            name="column"
            aria-label="Field with an issue"
            placeholder="Issue in any field"
            defaultValue={filter.column ?? ""}
            className="sm:max-w-52"
            options={[...sumsOf(issues, ({ field }) => field)].map(([field, rows]) => ({
              value: field,
              label: `${labelOfColumn(field, properties)} (${formatCount(rows)})`,
            }))}
          />
        </>
      )}
    </LiveForm>
  );
}

/** How many rows there are of each, the most first; a row that has two issues of a kind counts for both. */
function sumsOf<Key extends string>(
  issues: readonly IssueCount[],
  keyOf: (issue: IssueCount) => Key | null,
): [Key, number][] {
  const sums = new Map<Key, number>();
  for (const issue of issues) {
    const key = keyOf(issue);
    if (key) sums.set(key, (sums.get(key) ?? 0) + issue.rows);
  }
  return [...sums].sort(([, one], [, other]) => other - one);
}

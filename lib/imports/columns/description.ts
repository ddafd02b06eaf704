import type { ColumnField, PropertyNames, RowField } from "@/lib/imports/columns/column-field";
import { contentOf } from "@/lib/imports/columns/content";
import { type ColumnMatch, matchColumns } from "@/lib/imports/columns/match";
import type { SystemName } from "@/lib/imports/columns/systems";
import { type DateOrder, dateOrderOf } from "@/lib/users/date";
import { countriesOfAddresses, suggestCountry } from "@/lib/users/phone-country";

/** A column as it is shown to whoever matches it, with some of what it holds. */
export type ColumnDescription = Pick<ColumnMatch, "index" | "header" | "how"> & {
  field: ColumnField | null;
  samples: string[];
  dates: DateOrder | "open" | null;
  country: string | null;
};

type File = {
  headers: readonly string[];
  samples: readonly (readonly string[])[];
  /** What was chosen, for this file or the last one with its headers; null for a file that nobody has seen. */
  chosen: readonly (ColumnField | null)[] | null;
};

const SAMPLES_SHOWN = 3;

/** What each column of a file likely is, and of which other product the file is. */
export function describeColumns(
  { headers, samples, chosen }: File,
  {
    mandatory,
    domains,
    properties = [],
  }: { mandatory: readonly RowField[]; domains: readonly string[]; properties?: PropertyNames },
): { columns: ColumnDescription[]; system: SystemName | null } {
  const rows = samples.map((cells) => ({ cells }));
  const { columns, system } = matchColumns(headers, rows, mandatory, domains, properties);
  const filled = columns.map(({ index }) =>
    samples.map((cells) => cells[index] ?? "").filter((cell) => cell.trim() !== ""),
  );
  const hints = countriesOfAddresses(filled.filter((cells) => contentOf(cells) === "email").flat());
  return {
    system,
    columns: columns.map(({ index, header, how, field }) => {
      const cells = filled[index] ?? [];
      return {
        index,
        header,
        how: chosen && how === "suggested" ? "known" : how,
        field: chosen ? (chosen[index] ?? null) : field,
        samples: cells.slice(0, SAMPLES_SHOWN),
        dates: dateOrderOf(cells),
        country: contentOf(cells) === "phone" ? suggestCountry(cells, hints) : null,
      };
    }),
  };
}

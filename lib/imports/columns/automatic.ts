import type { ColumnOverrides } from "@/lib/imports/api-options";
import {
  type ColumnField,
  fieldsOfColumn,
  fieldsOfMatching,
  labelOfColumn,
  type PropertyNames,
  type RowField,
} from "@/lib/imports/columns/column-field";
import { headerKey } from "@/lib/imports/columns/header-key";
import { matchColumns, type Samples } from "@/lib/imports/columns/match";
import { findClashes, nameOfColumn } from "@/lib/imports/columns/questions";
import type { ImportMode, MatchKey } from "@/lib/imports/plan/modes";
import { matchKeyOf } from "@/lib/imports/plan/plan";
import { isPropertyField, propertyIdOf } from "@/lib/properties/field";
import { quote } from "@/lib/users/reading";

/** Why columns cannot be matched without a person; docs/api.md says what each means. */
export type MatchingRefusal = {
  code: "column_unknown" | "column_ambiguous" | "column_unmatched";
  message: string;
};

export type AutomaticMatching =
  | { ok: true; matching: (ColumnField | null)[] }
  | { ok: false; refusal: MatchingRefusal };

export type MatchingChoice = {
  /** Of the organization; an import that only updates needs no more than what people are found by. */
  mandatory: readonly RowField[];
  mode?: ImportMode;
  matchKey?: MatchKey;
  overrides?: ColumnOverrides;
  /** What was chosen for the last file with these headers. */
  remembered?: readonly (ColumnField | null)[] | null;
  /** The organization's. */
  domains?: readonly string[];
  properties?: PropertyNames;
};

/**
 * Matches a file's columns with nobody to ask: as they were the last time, or by themselves, and where a program has
 * chosen, by that. Refused when a mandatory field stays without a column, and each such field is named; an optional
 * field that several columns could be stays without one.
 */
export function matchByThemselves(
  headers: readonly string[],
  samples: Samples,
  { mandatory, mode, matchKey, overrides = {}, remembered, domains, properties = [] }: MatchingChoice,
): AutomaticMatching {
  const matched =
    remembered ??
    matchColumns(headers, samples, mandatory, domains, properties).columns.map(({ field }) => field);
  const chosen = chosenBy(overrides, headers);
  if (!chosen.ok) return chosen;
  const strange = [...chosen.fields.values()].find((field) => field && !isKnown(field, properties));
  if (strange) return refuse("column_unknown", `There is no property ${quote(strange)}.`);
  const taken = new Set([...chosen.fields.values()].flatMap((field) => (field ? fieldsOfColumn(field) : [])));
  const matching = matched.map((field, index) => {
    const own = chosen.fields.get(index);
    if (own !== undefined) return own;
    return field && fieldsOfColumn(field).some((each) => taken.has(each)) ? null : field;
  });
  const columns = matching.map((field, index) => ({ field, index }));
  const [clash] = findClashes(columns);
  if (clash) {
    const names = clash.indexes.map((index) => nameOfColumn({ header: headers[index] ?? "" }, index));
    return refuse(
      "column_ambiguous",
      `${labelOfColumn(clash.field, properties)} is matched with ${names.join(" and ")}. Choose one of them.`,
    );
  }
  const needed = mode === "updateOnly" ? [matchKey ?? matchKeyOf(columns)] : mandatory;
  const given = fieldsOfMatching(matching);
  const missing = needed.filter((field) => !given.includes(field));
  if (missing.length === 0) return { ok: true, matching };
  const names = missing.map((field) => `${labelOfColumn(field, properties)} (${field})`).join(", ");
  return refuse("column_unmatched", `No column is matched with what every row needs: ${names}.`);
}

const isKnown = (field: ColumnField, properties: PropertyNames) =>
  !isPropertyField(field) || properties.some(({ id }) => id === propertyIdOf(field));

type Chosen = { ok: true; fields: Map<number, ColumnField | null> };

function chosenBy(
  overrides: ColumnOverrides,
  headers: readonly string[],
): Chosen | Extract<AutomaticMatching, { ok: false }> {
  if (Array.isArray(overrides)) {
    if (overrides.length === headers.length) return { ok: true, fields: new Map(overrides.entries()) };
    return refuse(
      "column_unknown",
      `The file has ${headers.length} columns; ${overrides.length} were chosen.`,
    );
  }
  const fields = new Map<number, ColumnField | null>();
  for (const [name, field] of Object.entries(overrides)) {
    const indexes = headers.flatMap((header, index) =>
      headerKey(header) === headerKey(name) ? [index] : [],
    );
    const [index] = indexes;
    if (index === undefined) return refuse("column_unknown", `The file has no column ${quote(name)}.`);
    if (indexes.length > 1)
      return refuse("column_ambiguous", `The file has ${indexes.length} columns ${quote(name)}.`);
    fields.set(index, field);
  }
  return { ok: true, fields };
}

const refuse = (code: MatchingRefusal["code"], message: string) => ({
  ok: false as const,
  refusal: { code, message },
});

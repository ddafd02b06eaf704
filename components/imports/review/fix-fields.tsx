import type { ReviewColumn } from "@/components/imports/review/columns";
import { Field } from "@/components/ui/field";
import { formatCount } from "@/components/ui/format";
import { Select } from "@/components/ui/select";
import { TextInput } from "@/components/ui/text-input";
import type { IssueCode } from "@/lib/imports/issues";
import { wordsOfCode } from "@/lib/imports/review/filter";
import type { Fix } from "@/lib/imports/review/fixes";
import type { IssueCount } from "@/lib/imports/review/queries";

/** What is typed and chosen in the form of fixes, all kinds at once. */
export type FixDraft = {
  kind: Fix["kind"];
  issue: IssueCode | "";
  country: string;
  pattern: string;
  scope: "issues" | "all";
  one: string;
  other: string;
  from: string;
  to: string;
};

/** The fix that a form says. */
export function fixOf({ kind, issue, country, pattern, scope, one, other, from, to }: FixDraft): Fix {
  switch (kind) {
    case "offers":
      return { kind, issue: issue || null };
    case "country":
      return { kind, country };
    case "trim":
      return { kind };
    case "username":
      return { kind, pattern, rows: scope };
    case "swap":
      return { kind, columns: [Number(one), Number(other)], rows: scope };
    case "replace":
      return { kind, column: Number(one), from, to };
    case "keepFirst":
      return { kind };
  }
}

type Props = {
  draft: FixDraft;
  columns: readonly ReviewColumn[];
  issues: readonly IssueCount[];
  countries: { value: string; label: string }[];
  onDraft: (draft: FixDraft) => void;
};

const FIELDS: Record<Fix["kind"], readonly (keyof FixDraft)[]> = {
  offers: ["issue"],
  country: ["country"],
  trim: [],
  username: ["pattern", "scope"],
  swap: ["one", "other", "scope"],
  replace: ["one", "from", "to"],
  keepFirst: [],
};

/** The fields of the kind of fix that is chosen. */
export function FixFields({ draft, columns, issues, countries, onDraft }: Props) {
  const offers = new Map<IssueCode, number>();
  for (const { code, offers: count } of issues)
    if (count > 0) offers.set(code, (offers.get(code) ?? 0) + count);
  const ofColumns = columns.map(({ column, label }) => ({ value: String(column), label }));
  const scope = draft.kind === "username" ? "Rows with an issue in their username" : "Rows with issues";
  const options: Partial<Record<keyof FixDraft, { value: string; label: string }[]>> = {
    issue: [
      { value: "", label: "Everything that is offered" },
      ...[...offers].map(([code, count]) => ({
        value: code,
        label: `${wordsOfCode(code)} (${formatCount(count)})`,
      })),
    ],
    country: countries,
    scope: [
      { value: "issues", label: scope },
      { value: "all", label: "All rows" },
    ],
    one: ofColumns,
    other: ofColumns,
  };
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      {FIELDS[draft.kind].map((name) => (
        <Field key={name} label={LABELS[name]} hint={name === "pattern" ? PATTERN_HINT : undefined}>
          {(control) =>
            options[name] ? (
              <Select
                {...control}
                options={options[name]}
                value={draft[name]}
                onChange={({ target }) => onDraft({ ...draft, [name]: target.value })}
              />
            ) : (
              <TextInput
                {...control}
                value={draft[name]}
                autoComplete="off"
                onChange={({ target }) => onDraft({ ...draft, [name]: target.value })}
              />
            )
          }
        </Field>
      ))}
    </div>
  );
}

const PATTERN_HINT = "{first}, {last}, their first letters {f} and {l}, {email}: the part before the @";

const LABELS: Record<keyof FixDraft, string> = {
  kind: "What to do",
  issue: "Issue",
  country: "Country",
  pattern: "Pattern",
  scope: "Rows",
  one: "Column",
  other: "With",
  from: "Text",
  to: "Becomes",
};

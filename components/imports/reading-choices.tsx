import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { DateOrder } from "@/lib/users/date";

type CountryProps = {
  country: string;
  countries: { value: string; label: string }[];
  /** The country that most numbers would be right for; only ever offered. */
  suggested: string | null;
  choose: (country: string) => void;
};

/** The country that phones without a country code are read for. */
export function CountryChoice({ country, countries, suggested, choose }: CountryProps) {
  const offer = suggested !== country && countries.find(({ value }) => value === suggested);
  return (
    <Field
      label="Default country of phones"
      hint="For numbers without a country code. Without it, such numbers are errors: they are never guessed."
    >
      {(control) => (
        <div className="flex flex-wrap items-center gap-x-3 gap-y-2">
          <Select
            {...control}
            className="w-full max-w-sm"
            placeholder="None"
            value={country}
            options={countries}
            onChange={(event) => choose(event.target.value)}
          />
          {offer && (
            <span className="flex flex-wrap items-center gap-2 text-muted">
              Most numbers here would be right in {offer.label}.
              <Button size="sm" onClick={() => choose(offer.value)}>
                Use {offer.label}
              </Button>
            </span>
          )}
        </div>
      )}
    </Field>
  );
}

const ORDERS: { value: DateOrder; label: string; hint: string }[] = [
  { value: "dmy", label: "The day", hint: "31/12/2026" },
  { value: "mdy", label: "The month", hint: "12/31/2026" },
];

type DateOrderProps = {
  /** What the column's own dates prove, that they leave it open, or null where they do not need it. */
  dates: DateOrder | "open" | null;
  order: DateOrder | null;
  choose: (order: DateOrder) => void;
};

/** Whether day or month comes first in dates that could be read both ways. */
export function DateOrderChoice({ dates, order, choose }: DateOrderProps) {
  return (
    <fieldset>
      <legend className="font-medium">What comes first in the dates?</legend>
      <p className="text-dense text-muted">{wordsFor(dates)}</p>
      <div className="mt-2 flex flex-wrap gap-x-6 gap-y-2">
        {ORDERS.map(({ value, label, hint }) => (
          <label key={value} className="flex items-center gap-2">
            <input
              type="radio"
              name="dateOrder"
              className="radio radio-sm"
              checked={order === value}
              onChange={() => choose(value)}
            />
            {label} <span className="text-muted">{hint}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}

function wordsFor(dates: DateOrderProps["dates"]): string {
  if (dates === "open") return "Some can be read both ways, and nothing in the first rows says how.";
  if (dates === null)
    return "For dates such as 03/04/2027. The first rows have none that could be read both ways.";
  return `Some of the first rows can only be read with the ${dates === "dmy" ? "day" : "month"} first.`;
}

import { type NewPin, newPinInput, PIN_USUAL } from "@/lib/credentials/pins/shape";

/** What is chosen and typed of a PIN that is still to be made. */
export type PinDraft = { source: "system" | "own"; digits: string; uses: string; hours: string };

export const usualPin = (source: PinDraft["source"]): PinDraft => ({
  source,
  digits: "",
  uses: String(PIN_USUAL.uses),
  hours: String(PIN_USUAL.hours),
});

/** The PIN to ask for, and what is wrong with it by field: nothing where it will do. */
export function readPinDraft({ source, digits, uses, hours }: PinDraft): {
  pin: NewPin;
  issues: Partial<Record<keyof NewPin, string>>;
} {
  const pin = {
    digits: source === "own" ? digits.replace(/\s/g, "") : null,
    uses: Number(uses || Number.NaN),
    hours: Number(hours || Number.NaN),
  };
  const parsed = newPinInput.safeParse(pin);
  const found = parsed.error?.issues.map(({ path, message }) => [String(path[0]), message]) ?? [];
  return { pin, issues: Object.fromEntries(found) };
}

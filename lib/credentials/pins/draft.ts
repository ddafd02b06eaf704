import { type NewPin, newPinInput } from "@/lib/credentials/pins/shape";

/** What is chosen and typed of a PIN that is still to be made. */
export type PinDraft = { source: "system" | "own"; digits: string; uses: string; hours: string };

/** What a PIN is made with unless somebody says otherwise. */
export type UsualPin = { uses: number; hours: number };

export const usualPin = (source: PinDraft["source"], { uses, hours }: UsualPin): PinDraft => ({
  source,
  digits: "",
  uses: String(uses),
  hours: String(hours),
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

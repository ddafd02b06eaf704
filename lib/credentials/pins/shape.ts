import * as z from "zod";

export const PIN_DIGITS = 6;

/** How often a PIN works, and for how many hours. S0 leaves both open; what is usual, a policy may say otherwise. */
export const PIN_LIMITS = { usesMax: 100, hoursMax: 168 };
export const PIN_USUAL = { uses: 1, hours: 24 };

/** So many wrong guesses a PIN stands in its life: of a million, they hit one in fifty thousand. */
export const PIN_MISSES_MAX = 20;

/** Whether a text is a PIN by its shape: six digits of ASCII. */
export const isPinShaped = (text: string): boolean => /^\d{6}$/.test(text);

/** Why one's own digits will not do as a PIN, in words; null when they will. The first that anybody guesses are refused. */
export function pinIssue(text: string): string | null {
  if (!isPinShaped(text)) return `A PIN is ${PIN_DIGITS} digits.`;
  return isGuessedFirst(text) ? "Too easy to guess: use digits without a pattern." : null;
}

/** Runs, repeats and palindromes of few digits: with these whoever guesses begins. */
export function isGuessedFirst(pin: string): boolean {
  const digits = Array.from(pin, Number);
  const steps = digits.slice(1).map((digit, index) => (digit - (digits[index] ?? 0) + 10) % 10);
  const isRun = new Set(steps).size === 1;
  const isRepeat = [/^(\d{2})\1\1$/, /^(\d{3})\1$/, /^(\d)\1(\d)\2(\d)\3$/].some((repeat) =>
    repeat.test(pin),
  );
  const isMirrored = pin.slice(0, 3) === Array.from(pin.slice(3)).toReversed().join("");
  return isRun || isRepeat || isMirrored || new Set(pin).size <= 2;
}

const whole = (what: string, max: number) =>
  z
    .number({ error: `${what}: a number from 1 to ${max}.` })
    .int(`${what}: a whole number.`)
    .min(1, `${what}: at least 1.`)
    .max(max, `${what}: at most ${max}.`);

/**
 * What a PIN is asked for with; `digits` are one's own, null for those that the system makes. Uses and hours that are
 * absent are what the person's policies say.
 */
export const newPinInput = z.object({
  digits: z
    .string()
    .superRefine((digits, context) => {
      const message = pinIssue(digits);
      if (message) context.addIssue({ code: "custom", message });
    })
    .nullable(),
  uses: whole("Uses", PIN_LIMITS.usesMax).optional(),
  hours: whole("Hours", PIN_LIMITS.hoursMax).optional(),
});

export type NewPin = z.output<typeof newPinInput>;

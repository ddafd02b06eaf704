/** How an SMS goes: `units` are septets or UTF-16 code units, `left` those that fit into its last part. */
export type SmsLength = { encoding: "GSM-7" | "UCS-2"; units: number; parts: number; left: number };

// GSM 03.38 (3GPP TS 23.038, 6.2.1): the basic alphabet, and what needs an escape before it.
const BASIC =
  "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
const EXTENDED = "\f^{}\\[~]|€";

const UNITS_OF = new Map([
  ...Array.from(BASIC).map((character) => [character, 1] as const),
  ...Array.from(EXTENDED).map((character) => [character, 2] as const),
]);

// One message alone, and each part of several, which begins with a header (3GPP TS 23.040, 9.2.3.24.1).
const ROOM = { "GSM-7": { alone: 160, part: 153 }, "UCS-2": { alone: 70, part: 67 } };

/** How long an SMS is and in how many parts it goes: a character of two units is never torn apart. */
export function smsLength(text: string): SmsLength {
  const characters = Array.from(text);
  const isGsm = characters.every((character) => UNITS_OF.has(character));
  const encoding = isGsm ? "GSM-7" : "UCS-2";
  const sizes = characters.map((character) => (isGsm ? (UNITS_OF.get(character) ?? 1) : character.length));
  const units = sizes.reduce((sum, size) => sum + size, 0);
  const { alone, part } = ROOM[encoding];
  if (units <= alone) return { encoding, units, parts: units === 0 ? 0 : 1, left: alone - units };
  let parts = 1;
  let used = 0;
  for (const size of sizes) {
    if (used + size > part) {
      parts += 1;
      used = 0;
    }
    used += size;
  }
  return { encoding, units, parts, left: part - used };
}

/** The same in words: "148 characters, 1 part". */
export function smsLengthInWords({ encoding, units, parts }: SmsLength): string {
  const letters = encoding === "UCS-2" ? ", with letters that make it longer (UCS-2)" : "";
  return `${units} ${units === 1 ? "character" : "characters"}, ${parts} ${parts === 1 ? "part" : "parts"}${letters}`;
}

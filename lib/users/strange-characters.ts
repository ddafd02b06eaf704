import type { FieldProblemCode } from "@/lib/users/reading";

export type StrangeCharacter = {
  code: Extract<FieldProblemCode, "text_invisible" | "text_direction" | "text_control" | "text_lost">;
  /** The rest of a sentence that begins with the field's name. */
  words: string;
};

const SUSPECT = /[\p{Cc}\p{Cs}\p{DI}\p{NChar}\ufff9-\ufffd]/u;
const LOST = /[\p{Cs}\ufffd]/u;
const DIRECTION = /[\u202a-\u202e\u2066-\u2069]/;
const CONTROL = /[\p{Cc}\p{NChar}\ufff9-\ufffb]/u;
const JOINER = /[\u200c\u200d]/;
const VARIATION_SELECTOR = /[\u180b-\u180d\u180f\ufe00-\ufe0f\u{e0100}-\u{e01ef}]/u;

// The scripts whose spelling needs U+200C or U+200D: Persian نام‌ها, Sinhala ශ්‍රී, old Malayalam ന്‍.
const JOINING =
  /[\p{scx=Arab}\p{scx=Syrc}\p{scx=Mong}\p{scx=Nkoo}\p{scx=Deva}\p{scx=Beng}\p{scx=Guru}\p{scx=Gujr}\p{scx=Orya}\p{scx=Taml}\p{scx=Telu}\p{scx=Knda}\p{scx=Mlym}\p{scx=Sinh}\p{scx=Khmr}\p{scx=Mymr}\p{scx=Tibt}]/u;

// What a variation selector may follow: Japanese names tell 葛 from 葛󠄀 by one.
const VARYING = /[\p{Ideographic}\p{Extended_Pictographic}\p{scx=Mong}\p{scx=Phag}\p{scx=Mymr}]/u;

const NAMES: ReadonlyMap<number, string> = new Map([
  [0x00ad, "soft hyphen"],
  [0x200b, "zero-width space"],
  [0x200c, "zero-width non-joiner"],
  [0x200d, "zero-width joiner"],
  [0x200e, "left-to-right mark"],
  [0x200f, "right-to-left mark"],
  [0x2060, "word joiner"],
  [0x202d, "left-to-right override"],
  [0x202e, "right-to-left override"],
  [0xfeff, "byte order mark"],
]);

/** The first character that no reader sees for what it is, or null. `mayJoin` lets joiners pass where scripts need them. */
export function findStrangeCharacter(text: string, mayJoin: boolean): StrangeCharacter | null {
  if (!SUSPECT.test(text)) return null;
  let before = "";
  for (const character of text) {
    if (SUSPECT.test(character) && !(mayJoin && isSpelling(character, before))) {
      return explain(character, before);
    }
    before = character;
  }
  return null;
}

const isSpelling = (character: string, before: string) =>
  (JOINER.test(character) && JOINING.test(before)) ||
  (VARIATION_SELECTOR.test(character) && VARYING.test(before));

function explain(character: string, before: string): StrangeCharacter {
  const where = before ? `after “${before}”` : "at its start";
  if (LOST.test(character)) {
    return { code: "text_lost", words: `has lost a character ${where}. Type it again.` };
  }
  const which = `(${nameOf(character)}) ${where}. Type it again.`;
  if (DIRECTION.test(character)) {
    return {
      code: "text_direction",
      words: `holds a character that reverses the direction of text ${which}`,
    };
  }
  return CONTROL.test(character)
    ? { code: "text_control", words: `holds a control character ${which}` }
    : { code: "text_invisible", words: `holds an invisible character ${which}` };
}

function nameOf(character: string): string {
  const codePoint = character.codePointAt(0) ?? 0;
  const number = `U+${codePoint.toString(16).toUpperCase().padStart(4, "0")}`;
  const name = NAMES.get(codePoint);
  return name ? `${number}, ${name}` : number;
}

/** A4, in points. */
export const PAGE = { width: 595.28, height: 841.89, edge: 56 };

export const INK = "#16181d";
export const QUIET_INK = "#555b66";
export const RULE_INK = "#c9ced6";

export type Column = { label: string; x: number; width: number; align: "left" | "right" };

export const COLUMNS: readonly Column[] = [
  { label: "Service", x: PAGE.edge, width: 196, align: "left" },
  { label: "Days", x: PAGE.edge + 206, width: 132, align: "left" },
  { label: "Seats", x: PAGE.edge + 342, width: 48, align: "right" },
  { label: "Amount", x: PAGE.edge + 394, width: 89, align: "right" },
];

// The typeface has these scripts' letters and no pictures.
const IN_FONT =
  /^[\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}]$/u;

/** A text with a question mark for each letter that the typeface lacks. What is read aloud or copied is the text itself. */
export const printable = (text: string): string =>
  Array.from(text)
    .map((letter) => (IN_FONT.test(letter) && !/\p{Extended_Pictographic}/u.test(letter) ? letter : "?"))
    .join("");

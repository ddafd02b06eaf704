import { type Block, type Piece, parseBody } from "@/lib/messages/template/markup";
import {
  isVariable,
  PROSE_VARIABLES,
  type Values,
  type VariableName,
} from "@/lib/messages/template/variables";

/** A line with its variables filled in. What a person is called never makes a second line or another variable. */
export function fillLine(line: string, values: Values): string {
  const filled = line.replace(/\{(\w+)\}/g, (whole, name: string) =>
    isVariable(name) ? (values[name] ?? "") : whole,
  );
  return oneLine(filled);
}

/** An SMS: its line ends are its own. */
export const fillSms = (text: string, values: Values): string =>
  text
    .replace(/\r\n?/g, "\n")
    .trim()
    .split("\n")
    .map((line) => fillLine(line, values))
    .join("\n");

/** The plain-text part of an e-mail. */
export const fillText = (body: string, values: Values): string =>
  `${parseBody(body)
    .map((block) => blockText(block, values))
    .filter((text) => text !== "")
    .join("\n\n")}\n`;

function blockText(block: Block, values: Values): string {
  if (block.kind === "qr") return values.link ?? "";
  if (block.kind === "button") return `${lineText(block.label, values)}:\n${oneLine(values[block.to] ?? "")}`;
  return block.lines.map((line) => lineText(line, values)).join("\n");
}

const lineText = (line: Piece[], values: Values) =>
  line
    .map((piece) => ("text" in piece ? piece.text : inBody(piece.variable, values[piece.variable])))
    .join("");

/** A value as an e-mail's body has it: on its line, or on its own lines where it is prose. */
export const inBody = (name: VariableName, value = ""): string =>
  PROSE_VARIABLES.includes(name) ? inParagraphs(value) : oneLine(value);

const inParagraphs = (text: string): string =>
  text
    .split(/\r\n|[\r\n\p{Zl}\p{Zp}]/u)
    .map(oneLine)
    .join("\n")
    .replace(/\n{3,}/g, "\n\n")
    .trim();

/** Whatever a value holds, it stays on its line. */
export const oneLine = (text: string): string => text.replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, " ").trim();

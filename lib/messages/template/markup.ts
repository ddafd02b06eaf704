import { isVariable, type VariableName } from "@/lib/messages/template/variables";

/** A stretch of a line: words as they are, or what is filled in. */
export type Piece = { strong: boolean } & ({ text: string } | { variable: VariableName });

export type Block =
  | { kind: "paragraph"; lines: Piece[][] }
  | { kind: "button"; label: Piece[]; to: VariableName }
  | { kind: "qr" };

/**
 * A template's body as blocks. Its light markup: an empty line between paragraphs, `**bold**`, and on lines of their
 * own `[label]({link})` for a button and `{qr}` for the image. All else is text.
 */
export function parseBody(body: string): Block[] {
  return body
    .replace(/\r\n?/g, "\n")
    .split(/\n[ \t]*\n/)
    .flatMap(blocksOf);
}

/** A line with what is filled in, whether bold or not. */
export function parseLine(line: string): Piece[] {
  return line.split(/\*\*(.+?)\*\*/g).flatMap((stretch, index) => piecesOf(stretch, index % 2 === 1));
}

function blocksOf(paragraph: string): Block[] {
  const blocks: Block[] = [];
  for (const line of paragraph.split("\n").map((each) => each.trim())) {
    if (line === "") continue;
    const own = ownBlock(line);
    const last = blocks.at(-1);
    if (own) blocks.push(own);
    else if (last?.kind === "paragraph") last.lines.push(parseLine(line));
    else blocks.push({ kind: "paragraph", lines: [parseLine(line)] });
  }
  return blocks;
}

const BUTTON = /^\[([^[\]]+)\]\(\{(\w+)\}\)$/;

function ownBlock(line: string): Block | null {
  if (line === "{qr}") return { kind: "qr" };
  const [, label = "", to = ""] = BUTTON.exec(line) ?? [];
  return isVariable(to) ? { kind: "button", label: piecesOf(label, false), to } : null;
}

function piecesOf(text: string, strong: boolean): Piece[] {
  return text.split(/(\{\w+\})/g).flatMap((part): Piece[] => {
    if (part === "") return [];
    const name = part.slice(1, -1);
    return part.startsWith("{") && isVariable(name) ? [{ variable: name, strong }] : [{ text: part, strong }];
  });
}

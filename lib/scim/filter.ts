import { type AttributePath, readPath } from "@/lib/scim/path";
import { badRequest } from "@/lib/scim/refusal";

export const OPERATORS = ["eq", "ne", "co", "sw", "ew", "gt", "ge", "lt", "le"] as const;
export type Operator = (typeof OPERATORS)[number];

export type FilterValue = string | number | boolean | null;

/** A filter as it is written (RFC 7644, 3.4.2.2). */
export type Filter =
  | { kind: "and" | "or"; left: Filter; right: Filter }
  | { kind: "not"; filter: Filter }
  | { kind: "present"; path: AttributePath }
  | { kind: "compare"; path: AttributePath; operator: Operator; value: FilterValue }
  | { kind: "each"; path: AttributePath; filter: Filter };

const LENGTH_MAX = 8_000;
const DEPTH_MAX = 40;

/** Reads a filter. @throws Refusal `invalidFilter`, with the place where it cannot be read */
export function parseFilter(text: string): Filter {
  if (text.length > LENGTH_MAX)
    throw badRequest("invalidFilter", `A filter has at most ${LENGTH_MAX} characters.`);
  const reader = new Reader(text);
  const filter = reader.or(0, false);
  reader.end();
  return filter;
}

/** What stands in a path's brackets, and what stands around it: `addresses[type eq "work"].street`. */
export function parseBrackets(text: string): { filter: Filter; rest: string } {
  const reader = new Reader(text);
  const filter = reader.or(0, true);
  return { filter, rest: reader.closeBracket() };
}

// A word is anything that needs no quotes: names, operators, numbers.
const WORD = /[^\s()[\]"]+/y;
const STRING = /"(?:[^"\\]|\\.)*"/y;
const SPACE = /\s*/y;

class Reader {
  private at = 0;

  constructor(private readonly text: string) {}

  or(depth: number, inBrackets: boolean): Filter {
    if (depth > DEPTH_MAX) throw badRequest("invalidFilter", "This filter has too many levels.");
    let left = this.and(depth, inBrackets);
    while (this.takeWord("or")) left = { kind: "or", left, right: this.and(depth, inBrackets) };
    return left;
  }

  end(): void {
    if (this.peek() !== "") throw this.wrong("something that does not belong there");
  }

  closeBracket(): string {
    this.expect("]");
    return this.text.slice(this.at);
  }

  private and(depth: number, inBrackets: boolean): Filter {
    let left = this.term(depth, inBrackets);
    while (this.takeWord("and")) left = { kind: "and", left, right: this.term(depth, inBrackets) };
    return left;
  }

  private term(depth: number, inBrackets: boolean): Filter {
    if (this.peek() === "(") return this.grouped(depth, inBrackets);
    const from = this.at;
    if (this.takeWord("not")) {
      if (this.peek() === "(") return { kind: "not", filter: this.grouped(depth, inBrackets) };
      this.at = from;
    }
    return this.expression(depth, inBrackets);
  }

  private grouped(depth: number, inBrackets: boolean): Filter {
    this.expect("(");
    const filter = this.or(depth + 1, inBrackets);
    this.expect(")");
    return filter;
  }

  private expression(depth: number, inBrackets: boolean): Filter {
    const path = readPath(this.word() ?? "");
    if (!path) throw this.wrong("no attribute");
    if (this.text[this.at] === "[") {
      if (inBrackets) throw this.wrong("brackets within brackets");
      if (path.sub) throw this.wrong("brackets behind a sub-attribute");
      this.at += 1;
      const filter = this.or(depth + 1, true);
      this.expect("]");
      return { kind: "each", path, filter };
    }
    const word = this.word()?.toLowerCase();
    if (word === "pr") return { kind: "present", path };
    const operator = OPERATORS.find((each) => each === word);
    if (!operator) throw this.wrong("no operator");
    return { kind: "compare", path, operator, value: this.value() };
  }

  private value(): FilterValue {
    if (this.peek() === '"') {
      const quoted = this.take(STRING);
      try {
        if (quoted) return JSON.parse(quoted) as string;
      } catch {}
      throw this.wrong("a text that does not end or holds what JSON does not allow");
    }
    const word = this.word();
    if (word === null) throw this.wrong("no value");
    const plain = word.toLowerCase();
    if (plain === "true" || plain === "false") return plain === "true";
    if (plain === "null") return null;
    if (/^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:e[+-]?\d+)?$/i.test(word)) return Number(word);
    // The RFC's own examples leave out the quotes: `meta.resourceType eq User`.
    if (/^[A-Za-z][\w:.-]*$/.test(word)) return word;
    throw this.wrong("no value");
  }

  private word(): string | null {
    this.space();
    return this.take(WORD);
  }

  private takeWord(wanted: string): boolean {
    const from = this.at;
    if (this.word()?.toLowerCase() === wanted) return true;
    this.at = from;
    return false;
  }

  private expect(character: string): void {
    if (this.peek() !== character) throw this.wrong(`no “${character}”`);
    this.at += 1;
  }

  private peek(): string {
    this.space();
    return this.text.charAt(this.at);
  }

  private space(): void {
    this.take(SPACE);
  }

  private take(pattern: RegExp): string | null {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0] ?? null;
    if (found !== null) this.at += found.length;
    return found;
  }

  private wrong(what: string) {
    return badRequest("invalidFilter", `This filter cannot be read: ${what} at character ${this.at + 1}.`);
  }
}

/** Text that is HTML already; only `html` makes it, so that nothing gets in unescaped. */
class Html {
  constructor(readonly text: string) {}
}

export type { Html };

/** What may stand in a template: text, which is escaped, HTML, or nothing. */
export type HtmlPart = string | number | Html | readonly Html[] | false;

/**
 * A template of HTML. What is put in is text and gets escaped, for a place between tags or in a quoted attribute (HTML
 * Living Standard 13.3, "escaping a string"); addresses are to be ours, as `javascript:` needs no escaping. The
 * template's own line breaks and indents are left out.
 */
export function html(strings: TemplateStringsArray, ...parts: HtmlPart[]): Html {
  const between = withoutIndents(strings);
  let text = between[0] ?? "";
  for (const [index, part] of parts.entries()) text += textOf(part) + (between[index + 1] ?? "");
  return new Html(text);
}

const known = new WeakMap<TemplateStringsArray, string[]>();

function withoutIndents(strings: TemplateStringsArray): string[] {
  const before = known.get(strings);
  if (before) return before;
  const without = strings.map((string) => string.replace(/\n\s*/g, ""));
  known.set(strings, without);
  return without;
}

function textOf(part: HtmlPart): string {
  if (part === false) return "";
  if (typeof part === "string") return escaped(part);
  if (typeof part === "number") return String(part);
  if (part instanceof Html) return part.text;
  return part.map(({ text }) => text).join("");
}

const ENTITIES: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};
const SPECIAL = /[&<>"']/;

function escaped(text: string): string {
  if (!SPECIAL.test(text)) return text;
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? "");
}

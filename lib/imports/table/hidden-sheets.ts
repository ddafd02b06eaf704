/**
 * The names of the sheets that an OpenDocument spreadsheet hides, which the parser does not tell: a table with an
 * automatic style whose `table:display` is false (OpenDocument 1.3, part 3, 20.349).
 * @param content the text of its `content.xml`, or of a flat file
 */
export function hiddenSheets(content: string): string[] {
  const bodyAt = content.indexOf("<office:body");
  if (bodyAt < 0) return [];
  const styles = hidingStyles(content.slice(0, bodyAt));
  if (styles.size === 0) return [];
  return [...content.slice(bodyAt).matchAll(TABLE)].flatMap(([, attributes = ""]) => {
    const style = attributeOf(attributes, "table:style-name");
    const name = attributeOf(attributes, "table:name");
    return style !== null && styles.has(style) && name !== null ? [name] : [];
  });
}

const TABLE = /<table:table\s([^<>]*)>/g;
const STYLE = "<style:style ";

function hidingStyles(head: string): ReadonlySet<string> {
  const styles = head.split(STYLE).slice(1);
  return new Set(
    styles.flatMap((style) => {
      const end = style.indexOf("</style:style>");
      const isHiding = /\stable:display\s*=\s*["']false["']/.test(end < 0 ? style : style.slice(0, end));
      const name = isHiding ? attributeOf(style.slice(0, style.indexOf(">")), "style:name") : null;
      return name === null ? [] : [name];
    }),
  );
}

function attributeOf(attributes: string, name: string): string | null {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes);
  return found ? unescaped(found[1] ?? found[2] ?? "") : null;
}

const ENTITIES: Readonly<Record<string, string>> = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };

/** A text of XML with its entities as the characters that they stand for. */
export const unescaped = (text: string): string =>
  text.replace(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(\w+));/gi, (whole, decimal, hexadecimal, name) => {
    if (name) return ENTITIES[name] ?? whole;
    const code = decimal ? Number(decimal) : Number.parseInt(hexadecimal, 16);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/**
 * The same part of a workbook (.xlsx), written so that the parser keeps a carriage return before a line feed. Both are
 * in the text where the return is escaped (`_x000D_`, ECMA-376 ST_Xstring, or a character reference); bare ones are
 * one line feed, as in all XML. The parser takes all of them for one, but of two returns it leaves one.
 */
export function keepReturns(content: Uint8Array): Uint8Array {
  const bytes = Buffer.from(content.buffer, content.byteOffset, content.length);
  if (!ESCAPES.some((written) => bytes.includes(written))) return content;
  // Byte by byte, as nothing but ASCII is looked for.
  const kept = bytes
    .toString("latin1")
    .replace(ESCAPED, (whole, mark: string, feed: string | undefined) =>
      feed !== undefined && RETURN.test(mark) ? mark + whole : whole,
    );
  return Buffer.from(kept, "latin1");
}

const ESCAPES = ["_x000D_", "_x000d_", "&#13;", "&#xD;", "&#xd;"];

const RETURN = /^(?:_x000D_|&#(?:13|xD);)$/i;

// Every escape is gone over, so that what follows `_x005F_` is no start of another.
const ESCAPED = /(_x[\da-f]{4}_|&#(?:13|xD);)(\r?\n|&#(?:10|xA);|_x000A_)?/gi;

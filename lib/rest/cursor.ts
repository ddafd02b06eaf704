/** A place in a list as one opaque text: which list and order it is of, and the values to go on behind. */
export const writeCursor = (list: string, values: readonly string[]): string =>
  Buffer.from(JSON.stringify([list, ...values])).toString("base64url");

/** The values of a cursor of just that list, so many; null for anything else. */
export function readCursor(text: string, list: string, count: number): string[] | null {
  try {
    const parsed: unknown = JSON.parse(Buffer.from(text, "base64url").toString());
    if (!Array.isArray(parsed) || parsed.length !== count + 1) return null;
    const [name, ...values] = parsed as unknown[];
    const isWhole = values.every(
      (value): value is string => typeof value === "string" && !value.includes("\0"),
    );
    return name === list && isWhole ? values : null;
  } catch {
    return null;
  }
}

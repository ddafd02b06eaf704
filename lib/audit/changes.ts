/** What was and what is, of the fields that changed; one side alone where a thing came into being or went. */
export type Changes = { before?: Fields; after?: Fields };
export type Fields = Record<string, string | number | boolean | null>;

/** The fields in which two states of a thing differ; null when they do not. */
export function changesBetween(before: Fields, after: Fields): Required<Changes> | null {
  const fields = [...new Set([...Object.keys(before), ...Object.keys(after)])].filter(
    (field) => (before[field] ?? null) !== (after[field] ?? null),
  );
  if (fields.length === 0) return null;
  const pick = (from: Fields) => Object.fromEntries(fields.map((field) => [field, from[field] ?? null]));
  return { before: pick(before), after: pick(after) };
}

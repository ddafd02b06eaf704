/** The query of an address for a form's fields, without those that are blank: shorter, and the same for the same view. */
export function queryOf(fields: Iterable<[string, FormDataEntryValue]>): string {
  const query = new URLSearchParams();
  for (const [name, value] of fields) {
    if (typeof value === "string" && value.trim() !== "") query.append(name, value.trim());
  }
  const text = query.toString();
  return text && `?${text}`;
}

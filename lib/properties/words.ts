import type { Property } from "@/lib/properties/types";

type Names = ReadonlyMap<string, { name: string; username: string; isRemoved: boolean }>;

/** A value as somebody reads it. */
export function valueInWords(
  value: string | undefined,
  { type }: Pick<Property, "type">,
  people: Names = new Map(),
): string {
  if (value === undefined) return "";
  if (type === "yesNo") return value === "true" ? "Yes" : "No";
  if (type !== "person") return value;
  const person = people.get(value);
  if (!person) return "Somebody who is gone";
  return person.isRemoved ? `${person.name} (removed)` : person.name;
}

/** A value as a file tells it, which an import takes as it is: a person by their username. */
export function valueInFile(
  value: string | undefined,
  { type }: Pick<Property, "type">,
  people: Names = new Map(),
): string {
  if (value === undefined) return "";
  if (type === "yesNo") return value === "true" ? "yes" : "no";
  return type === "person" ? (people.get(value)?.username ?? "") : value;
}

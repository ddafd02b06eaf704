/** A rule as its row keeps it. */
export type KeptRule = { match: string; conditions: { field: string; is: string; value: string }[] };

/** A person's row, whatever it says. */
export type PersonRow = Record<string, unknown> & {
  removed_at: Date | null;
  created_at: Date;
  username: string;
  access_email: string;
  properties: Record<string, string>;
};

/** Whether a person meets a rule: by a reading that has nothing in common with the database's. */
export function meets(rule: KeptRule, person: PersonRow): boolean {
  if (person.removed_at) return false;
  const met = rule.conditions.map(({ field, is, value }) =>
    isMet(is, plain(saidOf(person, field)), plain(value)),
  );
  return rule.match === "all" ? !met.includes(false) : met.includes(true);
}

function saidOf(person: PersonRow, field: string): string | null | undefined {
  if (field.startsWith("property:")) return person.properties[field.slice(9)];
  if (field === "domain") return person.username.split("@")[1];
  if (field === "emailDomain") return person.access_email.split("@")[1];
  if (field === "accessEndsAt") return dayOf(person.access_ends_at);
  if (field === "createdAt") return person.created_at.toISOString().slice(0, 10);
  const column = field.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
  return person[column] as string | null | undefined;
}

/** A moment's day, or the day that a form writes. */
const dayOf = (end: unknown): string | null =>
  end instanceof Date ? end.toISOString().slice(0, 10) : ((end as string | null | undefined) ?? null);

/** As a search compares texts: without capitals and accents. */
const plain = (said: string | null | undefined): string =>
  (said ?? "")
    .normalize("NFD")
    .replace(/\p{Mn}/gu, "")
    .replace(/ß/g, "ss")
    .toLowerCase();

function isMet(is: string, said: string, value: string): boolean {
  if (is === "isEmpty") return said === "";
  if (is === "isNotEmpty") return said !== "";
  if (is === "is") return said === value;
  if (is === "isNot") return said !== value;
  if (is === "contains") return said.includes(value);
  if (is === "containsNot") return !said.includes(value);
  if (is === "beginsWith") return said.startsWith(value);
  if (is === "endsWith") return said.endsWith(value);
  if (said === "") return false;
  if (is === "from") return said >= value;
  if (is === "until") return said <= value;
  if (![said, value].every((text) => /^-?\d+(\.\d+)?$/.test(text))) return false;
  return is === "atLeast" ? Number(said) >= Number(value) : Number(said) <= Number(value);
}

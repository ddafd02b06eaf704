import { COLUMNS, type Person, peopleOf } from "@/scripts/bench/shared/people";
import { randomFrom } from "@/scripts/bench/shared/random";

/** A file as people send it, and what must come of it. */
export type PeopleFile = { text: string; rows: number; good: number; bad: number };

export const BAD_SHARE = 0.02;

/**
 * A CSV of people of whom two in a hundred are wrong, in all the ways in which rows are.
 * @param batch the same number gives the same file; files of different ones have nobody in common
 */
export function peopleFile(rows: number, batch: number, organizationDomain: string): PeopleFile {
  const random = randomFrom(batch);
  const people = peopleOf(rows, random, batch, organizationDomain);
  const wrong = new Set<Person>();
  const anybodyRight = (): Person => {
    const person = people[Math.floor(random() * rows)];
    return person && !wrong.has(person) ? person : anybodyRight();
  };
  const bad = Math.round(rows * BAD_SHARE);
  for (let kind = 0; wrong.size < bad; kind += 1) {
    const person = anybodyRight();
    wrong.add(person);
    const key = KEYS[kind % (KEYS.length + CHANGES.length)];
    if (key && wrong.size < bad)
      wrong.add(makeDuplicates(key, person, anybodyRight(), `double.${batch}-${kind}`));
    else Object.assign(person, CHANGES[kind % CHANGES.length]);
  }
  const lines = people.map((person) => COLUMNS.map((column) => quoted(person[column])).join(","));
  const text = `${COLUMNS.join(",")}\r\n${lines.join("\r\n")}\r\n`;
  return { text, rows, good: rows - bad, bad };
}

const CHANGES: readonly Partial<Person>[] = [
  { "First name": "" },
  { "Last name": "Adams\u200bson" },
  { "Email address": "maria.miller(at)corp.example" },
  { "Email address": "maria@corp.example; tim@corp.example" },
  { "Email address": "" },
  { "Mobile phone": "020 7946 0018" },
  { "Mobile phone": "4.91701E+12" },
  { "Business phone": "+49 12" },
  { Login: "boss@elsewhere.example" },
  { Role: "King" },
];

const KEYS = ["Email address", "Customer code", "Login"] as const;

/** Gives two people the same key, which makes both wrong. */
function makeDuplicates(key: (typeof KEYS)[number], one: Person, other: Person, value: string): Person {
  one[key] = key === "Email address" ? `${value}@corp.example` : value;
  other[key] = one[key];
  return other;
}

const quoted = (cell: string) => (/[",\r\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell);

import { xlsxWriter } from "@/lib/exports/xlsx";
import { COLUMNS, type Person, peopleOf } from "@/scripts/bench/shared/people";
import { randomFrom } from "@/scripts/bench/shared/random";

/** A file as people send it, and what must come of it. */
export type PeopleFile = {
  name: string;
  bytes: Buffer<ArrayBuffer>;
  headers: string[];
  rows: number;
  good: number;
  bad: number;
};

/** A file to be measured, and an earlier one of some of its people as they were before. */
export type PeopleFiles = { file: PeopleFile; earlier: PeopleFile };

export const FORMATS = ["csv", "xlsx"] as const;
export type Format = (typeof FORMATS)[number];

export const BAD_SHARE = 0.02;

/** A CSV of people as `peopleFiles` has them. */
export function peopleFile(rows: number, batch: number, organizationDomain: string): PeopleFile {
  return peopleFiles(rows, batch, organizationDomain, "csv").file;
}

/**
 * A file of people of whom two in a hundred are wrong, in all the ways in which rows are, and one of every second of
 * those who are right, with another company.
 * @param batch the same number gives the same files; files of different ones have nobody in common
 */
export function peopleFiles(
  rows: number,
  batch: number,
  organizationDomain: string,
  format: Format,
): PeopleFiles {
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
  const known = people.filter((person, index) => index % 2 === 0 && !wrong.has(person));
  // A blank cell would change nothing.
  for (const person of known) person.Company ||= COMPANY;
  const earlier = known.map((person) => ({ ...person, Company: FORMER_COMPANY }));
  return { file: written(people, bad, format), earlier: written(earlier, 0, format) };
}

const COMPANY = "Now & Here";
const FORMER_COMPANY = "Before & Then";

const WORKBOOK_COLUMNS = COLUMNS.filter((column) => column !== "UDID" && column !== "Remarks");

function written(people: readonly Person[], bad: number, format: Format): PeopleFile {
  const columns = format === "csv" ? COLUMNS : WORKBOOK_COLUMNS;
  const table = [[...columns], ...people.map((person) => columns.map((column) => person[column]))];
  const bytes = format === "csv" ? Buffer.from(csvText(table)) : workbookOf(table);
  const counts = { rows: people.length, good: people.length - bad, bad };
  return { name: `people.${format}`, bytes, headers: [...columns], ...counts };
}

const csvText = (table: string[][]) =>
  `${table.map((cells) => cells.map(quoted).join(",")).join("\r\n")}\r\n`;

function workbookOf(table: string[][]): Buffer<ArrayBuffer> {
  const writer = xlsxWriter("People");
  return Buffer.concat([writer.add(table), writer.end()]);
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

import type { UserField } from "@/lib/users/fields";

/**
 * The person in every template who shows what a row looks like. An import knows the row by name and access email and
 * leaves it out; the domain and the numbers are nobody's (RFC 2606, the fictional range of the United States).
 */
export const EXAMPLE: Readonly<Record<Exclude<UserField, "status">, string>> = {
  firstName: "Jane",
  lastName: "Example",
  username: "jane.example",
  password: "twelve or more characters",
  accessEmail: "jane.example@example.com",
  otherEmail: "jane@example.net",
  mobilePhone: "+1 202 555 0143",
  businessPhone: "+1 202 555 0144",
  company: "Example Company",
  customerCode: "EXAMPLE-1",
  udid: "00000000-0000000000000000",
  accessEndsAt: "2030-12-31",
  inAddressBook: "Yes",
  role: "User",
};

const NAMES = [EXAMPLE.firstName, EXAMPLE.lastName];

// Microsoft's templates have an example in their third row too.
const MICROSOFT = "Example: ";

/** Whether a row is the example of a template, in whatever layout or kind of file. */
export function isExampleRow(cells: readonly string[]): boolean {
  if (cells[0]?.startsWith(MICROSOFT)) return true;
  if (!cells.some((cell) => cell.length >= EXAMPLE.accessEmail.length && isText(cell, EXAMPLE.accessEmail))) {
    return false;
  }
  return NAMES.every((name) => cells.some((cell) => isText(cell, name)));
}

const isText = (cell: string, text: string) => cell.trim().toLowerCase() === text.toLowerCase();

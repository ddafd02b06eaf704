import type { BookEntry } from "@/lib/address-book/fields";

const OCTETS_MAX = 75;

/** One person as a vCard 4.0 (RFC 6350), with CRLF line ends; `organization` stands in where no company is shown. */
export function vcardOf(entry: BookEntry, organization: string): string {
  const { id, firstName, lastName, company, accessEmail, mobilePhone, businessPhone, updatedAt } = entry;
  const lines = [
    "BEGIN:VCARD",
    "VERSION:4.0",
    "PRODID:-//Rollcall//Address book//EN",
    `UID:urn:uuid:${id}`,
    `REV:${updatedAt.toISOString().replace(/[-:]|\.\d+/g, "")}`,
    "KIND:individual",
    `FN:${escaped(`${firstName} ${lastName}`.trim())}`,
    // Family names; given names; additional names; honorific prefixes; honorific suffixes.
    `N:${component(lastName)};${component(firstName)};;;`,
    `ORG:${component(company || organization)}`,
    ...(accessEmail ? [`EMAIL;TYPE=work:${escaped(accessEmail)}`] : []),
    ...(mobilePhone ? [`TEL;VALUE=uri;TYPE="cell,voice":tel:${mobilePhone}`] : []),
    ...(businessPhone ? [`TEL;VALUE=uri;TYPE="work,voice":tel:${businessPhone}`] : []),
    "END:VCARD",
  ];
  return lines.map((line) => `${folded(line)}\r\n`).join("");
}

// Section 3.4. A line break of whatever kind becomes \n; what else has no place in a text goes.
const escaped = (text: string): string =>
  text
    .replace(/\r\n?|\u2028|\u2029|\u0085/g, "\n")
    .replace(/(?![\n\t])\p{Cc}/gu, "")
    .replace(/[\\,]/g, "\\$&")
    .replaceAll("\n", "\\n");

// A semicolon stands between the parts of a name, and elsewhere for itself.
const component = (text: string): string => escaped(text).replaceAll(";", "\\;");

/** Section 3.2: no line is longer than 75 octets, and none is cut within a character. */
function folded(line: string): string {
  let text = "";
  let octets = 0;
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > OCTETS_MAX) {
      text += "\r\n ";
      octets = 1;
    }
    text += character;
    octets += size;
  }
  return text;
}

import { FIRST_NAMES, LAST_NAMES } from "@/scripts/bench/shared/names";
import { phoneFrom } from "@/scripts/bench/shared/phones";
import { pick, type Random } from "@/scripts/bench/shared/random";

/** A row of a file, by column; a blank cell is the empty text. */
export type Person = Record<(typeof COLUMNS)[number], string>;

export const COLUMNS = [
  "First name",
  "Last name",
  "Login",
  "Email address",
  "Other email",
  "Mobile phone",
  "Business phone",
  "Company",
  "Customer code",
  "UDID",
  "Role",
  "Remarks",
] as const;

const DOMAINS = [
  "imagoverum.example",
  "corp.example",
  "mail.example",
  "acme.example",
  "sub.kowalski.example",
];
const COMPANIES = [
  "Acme Sales",
  "Müller & Söhne GmbH",
  "Imago Verum, Lda.",
  'The "Old" Works',
  "株式会社サンプル",
  "ООО Пример",
];
const REMARKS = ["", "", "", "", "part time", "joined by merger; see file", 'says "call me"', "two\nlines"];

/**
 * People as one file of one organization has them: nobody twice, nothing wrong.
 * @param batch tells them from the people of other files
 */
export function peopleOf(count: number, random: Random, batch: number, organizationDomain: string): Person[] {
  const namesakes = new Map<string, number>();
  return Array.from({ length: count }, (_, index) => {
    const first = pick(random, FIRST_NAMES);
    // Some last names are common and many are rare.
    const last = LAST_NAMES[Math.floor(random() ** 1.5 * LAST_NAMES.length)] ?? pick(random, LAST_NAMES);
    const plain = `${first.ascii}.${last.ascii}`;
    const serial = (namesakes.get(plain) ?? 0) + 1;
    namesakes.set(plain, serial);
    const local = `${plain}.${batch}-${serial}`;
    const some = (share: number, value: () => string) => (random() < share ? value() : "");
    return {
      "First name": first.written,
      "Last name": last.written,
      Login: some(0.9, () => (random() < 0.5 ? local : `${local}@${organizationDomain}`)),
      "Email address": `${local}@${pick(random, DOMAINS)}`,
      "Other email": some(0.3, () => `${local}.private@${pick(random, DOMAINS)}`),
      "Mobile phone": some(0.8, () => phoneFrom(random)),
      "Business phone": some(0.4, () => phoneFrom(random)),
      Company: some(0.7, () => pick(random, COMPANIES)),
      "Customer code": some(0.6, () => `C-${batch}-${String(index).padStart(7, "0")}`),
      UDID: some(0.2, () => `00008${Math.floor(random() * 10 ** 9).toString(16)}-${index.toString(16)}`),
      Role: some(0.2, () => pick(random, ["User", "user", "View-only admin", "Billing admin"])),
      Remarks: pick(random, REMARKS),
    };
  });
}

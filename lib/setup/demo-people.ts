import { endOfDay, isoDayOf } from "@/lib/users/date";

const FIRST_NAMES =
  "Maria Tim Ângela João Łukasz Zoë Jürgen Indira Sam Una Nora Otto Petra Pia Ada Ben Cem Léa Chloé Mateo Sofía Björn Åsa Giulia Marco Fatima Omar Mei Kenji Yuki Priya Arjun Nia Kofi Ines Rui Anna Piotr Elena Dmitri".split(
    " ",
  );
const LAST_NAMES =
  "Almeida Conceição da_Silva Żuk O’Brien Grün Ishikawa Novák Okonkwo Abdi Bakker Dubois Moreau García López Lindqvist Öberg Rossi Ferrari Hassan Rahman Chen Tanaka Sato Sharma Patel Okafor Mensah Costa Sousa Schmidt Nowak Petrova Ivanov Jensen Núñez Haugen Varga Kowalska Papadopoulos".split(
    " ",
  );
const COMPANIES = ["Acme Sales", "Acme Works", "Acme Logistics", null];
const DAY_MS = 86_400_000;

/** People as a directory some years old has them: mostly active, and some of every status. Always the same ones. */
export function demoPeople(count: number, domain: string, now: Date) {
  return Array.from({ length: count }, (_, index) => {
    const firstName = FIRST_NAMES[(index * 7) % FIRST_NAMES.length] ?? "";
    const lastName = (LAST_NAMES[(index * 11 + Math.floor(index / 40)) % LAST_NAMES.length] ?? "").replace(
      "_",
      " ",
    );
    const username = `${asciiOf(firstName)}.${asciiOf(lastName)}${index < 40 ? "" : Math.floor(index / 40) + 1}@${domain}`;
    const createdAt = new Date(now.getTime() - ((index * 37) % 900) * DAY_MS - index * 61_000);
    return {
      firstName,
      lastName,
      username,
      accessEmail: username,
      mobilePhone: index % 3 === 0 ? `+49170${String(1_000_000 + index * 977).slice(0, 7)}` : null,
      company: COMPANIES[index % COMPANIES.length] ?? null,
      customerCode: index % 5 === 0 ? `C-${1000 + index}` : null,
      businessPhone: index % 4 === 0 ? `+4930${String(2_000_000 + index * 811).slice(0, 7)}` : null,
      inAddressBook: index % 5 !== 4,
      createdAt,
      updatedAt: createdAt,
      ...factsOf(index, createdAt, now),
    };
  });
}

function factsOf(index: number, createdAt: Date, now: Date) {
  const activatedAt = new Date(createdAt.getTime() + DAY_MS);
  const ago = (days: number) => new Date(now.getTime() - days * DAY_MS);
  if (index % 23 === 0) return { suspendedAt: ago(index % 20), activatedAt };
  if (index % 29 === 0) return { activatedAt, accessEndsAt: endOfDay(isoDayOf(ago(1 + (index % 9)))) };
  if (index % 31 === 0) return { credentialExpiresAt: ago(2) };
  if (index % 97 === 0) return { legacyStatus: "blocked" };
  if (index % 89 === 0) return { legacyStatus: "disabled" };
  if (index % 7 === 0) return { credentialExpiresAt: new Date(now.getTime() + 5 * DAY_MS) };
  return { activatedAt };
}

function asciiOf(name: string): string {
  return name
    .replaceAll("ß", "ss")
    .replaceAll("Ł", "L")
    .replaceAll("ł", "l")
    .normalize("NFD")
    .toLowerCase()
    .replace(/[^a-z]/g, "");
}

import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ColumnField } from "@/lib/imports/columns/column-field";
import { ISSUE_CODES, type IssueCode, passwordExpired, ruleGain } from "@/lib/imports/issues";
import { IMPORT_LIMITS } from "@/lib/imports/limits";
import { filePasswordJudge } from "@/lib/imports/passwords/judge";
import { PASSWORDS_MINUTES_MAX } from "@/lib/imports/passwords/of-file";
import type { ExistingPerson } from "@/lib/imports/plan/people";
import { planRows } from "@/lib/imports/plan/plan";
import { fileGone, REFUSAL_CODES, type RefusalCode, sheetNotChosen } from "@/lib/imports/refusals";
import { type JudgeContext, judgeRow } from "@/lib/imports/rows/judge";
import { readTable } from "@/lib/imports/table/table";
import { readWorkbook } from "@/lib/imports/table/workbook";
import type { Role } from "@/lib/permissions/roles";
import { readProperty } from "@/lib/properties/read";
import type { Property } from "@/lib/properties/types";
import { makeBomb, makeEncrypted, makeWorkbook } from "@/tests/support/workbooks";

const propertyOf = (id: string, name: string, fields: Partial<Property>): Property => ({
  id,
  name,
  type: "text",
  choices: [],
  isUserProperty: true,
  isRequired: false,
  isUnique: false,
  defaultValue: null,
  help: "",
  value: null,
  version: 1,
  ...fields,
});
const PROPERTIES = [
  propertyOf("size", "Shoe size", { type: "number" }),
  propertyOf("place", "Place", { type: "choice", choices: ["Lisbon", "Bonn"] }),
  propertyOf("boss", "Boss", { type: "person" }),
  propertyOf("badge", "Badge", { isUnique: true }),
];

const CONTEXT: JudgeContext = {
  domains: ["acme.example"],
  primaryDomain: "acme.example",
  mandatory: ["firstName"],
  grantableRoles: ["user"],
  defaultRole: "user",
  properties: PROPERTIES,
  judgePassword: await filePasswordJudge("Acme"),
};

// A row for each code that has an issue with it, on line 7. The same row stands on line 4 too.
const ROWS: Record<IssueCode, Partial<Record<ColumnField | "country" | "extra", string>>> = {
  missing: { firstName: " " },
  text_too_long: { firstName: "A".repeat(200) },
  text_invisible: { firstName: "A\u200bda" },
  text_direction: { firstName: "Be\u202en" },
  text_control: { firstName: "Ce\u0007m" },
  text_lost: { firstName: "J\ufffdrgen" },
  email_malformed: { accessEmail: "fay@imagoverum" },
  email_several: { accessEmail: "hal@imagoverum.example;ida@imagoverum.example" },
  email_full_width: { accessEmail: "di＠imagoverum.example" },
  phone_malformed: { mobilePhone: "+49 69 666442925 ext. 12" },
  phone_invalid: { mobilePhone: "+20 7455 9485" },
  phone_country_code_missing: { mobilePhone: "20 7455 9485" },
  phone_ambiguous: { mobilePhone: "65 6476 9123", country: "US" },
  phone_changed_by_spreadsheet: { mobilePhone: "4.91701E+12" },
  name_unclear: { fullName: "Plato" },
  name_is_date: { firstName: "2024-03-01" },
  date_malformed: { accessEndsAt: "soon" },
  date_ambiguous: { accessEndsAt: "03/04/2027" },
  username_malformed: { username: "ada adams" },
  username_foreign_domain: { username: "di@elsewhere.example" },
  yes_no_unclear: { inAddressBook: "maybe" },
  password_too_short: { password: "short" },
  password_too_long: { password: "x".repeat(300) },
  password_known: { password: "Password123" },
  password_personal: { lastName: "Adams", password: "ada.adams.99" },
  role_unknown: { role: "King" },
  role_not_grantable: { role: "Organization admin" },
  status_legacy: { status: "Blocked" },
  status_not_assignable: { status: "suspended" },
  status_unknown: { status: "asleep" },
  cells_too_many: { accessEmail: "ada@imagoverum.example", extra: "extra" },
  duplicate: { accessEmail: "ada@imagoverum.example" },
  username_taken: { accessEmail: "maria@imagoverum.example" },
  customer_code_taken: { customerCode: "C-1" },
  clear_refused: { firstName: "#clear" },
  password_expired: {},
  person_ambiguous: { accessEmail: "team@imagoverum.example" },
  person_above: { accessEmail: "boss@imagoverum.example" },
  number_malformed: { "property.size": "large" },
  number_ambiguous: { "property.size": "1,234" },
  choice_unknown: { "property.place": "Rome" },
  person_unknown: { "property.boss": "nobody@acme.example" },
  person_several: { "property.boss": "team@imagoverum.example" },
  property_value_taken: { "property.badge": "7" },
  extension_malformed: { extension: "0105" },
  extension_taken: { extension: "105" },
  extension_out_of_range: { extension: "5000" },
  rights_by_rule: { company: "Sales" },
};

const personOf = (id: string, accessEmail: string, role: Role): ExistingPerson => ({
  id,
  version: 1,
  accessProfile: null,
  values: { username: `${id}@acme.example`, accessEmail, role },
});
const PEOPLE = [
  personOf("tim", "team@imagoverum.example", "user"),
  personOf("tom", "team@imagoverum.example", "user"),
  personOf("boss", "boss@imagoverum.example", "admin"),
];
const REACH = { roles: ["user" as const], profiles: [], lacking: [] };

const DIRECTORY = {
  usernames: new Set(["maria@acme.example"]),
  accessEmails: new Set<string>(),
  customerCodes: new Set(["C-1"]),
  extensions: { ranges: [{ from: 100, to: 999 }], holders: new Map([["105", "person" as const]]) },
  propertyValues: new Map([["property.badge" as const, new Set(["7"])]]),
};

const FILES: Record<Exclude<RefusalCode, WorkbookCode | "file_gone">, string> = {
  file_empty: "",
  file_too_large: `firstname\n${"Ada\n".repeat(900_000)}`,
  not_text: "%PDF-1.7",
  encoding_broken: "firstname,lastname\nZo\xc3\xab,Gro\xc3\x9f\nJ\xfcrgen,x\n",
  people_none: "firstname,lastname\n",
  people_too_many: `firstname\n${"A\n".repeat(200_001)}`,
  columns_too_many: `firstname${",x".repeat(502)}\n`,
  quote_unclosed: 'firstname\n"Ada\n',
  quote_malformed: 'firstname\n"Ada" Adams\n',
  cell_too_long: `firstname\n"${"Ada".repeat(200_000)}"\n`,
};

type WorkbookCode =
  | "spreadsheet_encrypted"
  | "spreadsheet_damaged"
  | "spreadsheet_too_large"
  | "sheet_missing"
  | "sheet_not_chosen";

// "sheet_not_chosen" is what a run says that goes on without the choice.
const WORKBOOKS: Record<Exclude<WorkbookCode, "sheet_not_chosen">, () => Uint8Array> = {
  spreadsheet_encrypted: makeEncrypted,
  spreadsheet_damaged: () => makeWorkbook({ Staff: [["Ada"]] }).slice(0, -40),
  spreadsheet_too_large: () => makeBomb(64 * 1024 * 1024),
  sheet_missing: () => makeWorkbook({ Staff: [["Ada"]] }),
};

/** Whom a cell means only the directory knows, so these come after the judging. */
function personMessage(code: "person_unknown" | "person_several"): string | undefined {
  const [, , boss] = PROPERTIES;
  const findPerson = () => (code === "person_several" ? ["tim", "tom"] : []);
  const reading = boss && readProperty(ROWS[code]["property.boss"] ?? "", boss, { findPerson });
  return reading && !reading.ok ? reading.problem.message : undefined;
}

function issueMessage(code: IssueCode): string | undefined {
  // No row has it when it is judged: it comes with the time.
  if (code === "password_expired") return passwordExpired().message;
  if (code === "person_unknown" || code === "person_several") return personMessage(code);
  // Whom a rule means only the database knows.
  if (code === "rights_by_rule") return ruleGain("company", ROWS[code].company ?? "", ["Keys"]).message;
  const { country, extra, ...values } =
    "fullName" in ROWS[code] ? ROWS[code] : { firstName: "Ada", ...ROWS[code] };
  const fields = Object.keys(values) as ColumnField[];
  const columns = fields.map((field, index) => ({ index, field }));
  const context: JudgeContext = { ...CONTEXT, defaultCountry: country === "US" ? "US" : undefined };
  const cells = [...Object.values(values).map((text) => text ?? ""), extra ?? ""];
  const rows = [7, 4].map((line) => judgeRow({ line, cells }, columns, context));
  const changes = code.startsWith("person_a");
  const directory = changes ? { ...DIRECTORY, people: PEOPLE } : DIRECTORY;
  const mode = changes ? "both" : "createOnly";
  const [planned] = planRows(rows, directory, {
    mode,
    matchKey: "accessEmail",
    reach: REACH,
    properties: PROPERTIES,
  });
  return planned?.issues.find((issue) => issue.code === code)?.message;
}

function refusalMessage(code: RefusalCode): string | undefined {
  if (code === "file_gone") return fileGone(PASSWORDS_MINUTES_MAX).message;
  if (code === "sheet_not_chosen") return sheetNotChosen(["Staff", "Guests"]).message;
  if (code in WORKBOOKS) {
    const workbook = readWorkbook(WORKBOOKS[code as keyof typeof WORKBOOKS](), IMPORT_LIMITS, {
      sheet: "People",
    });
    return workbook.ok || workbook.refusal.code !== code ? undefined : workbook.refusal.message;
  }
  const bytes = Uint8Array.from(FILES[code as keyof typeof FILES], (character) => character.charCodeAt(0));
  const limits = { bytesMax: 3 * 1024 * 1024, rowsMax: 200_000, columnsMax: 200 };
  const reading = readTable(bytes, { limits });
  return reading.ok || reading.refusal.code !== code ? undefined : reading.refusal.message;
}

const DOCUMENT = fileURLToPath(new URL("../../docs/import-issues.md", import.meta.url));
const documented = new Map(
  [...readFileSync(DOCUMENT, "utf8").matchAll(/^\| `([a-z_]+)` +\|[^|]+\| (.+?) +\|$/gm)].map(
    ([, code, message]) => [code, message],
  ),
);

test("the document lists every code, and no other, in order", () => {
  expect([...documented.keys()]).toEqual([...ISSUE_CODES, ...REFUSAL_CODES]);
});

test.each(ISSUE_CODES)("%s: the document has the words that a row with it gets", (code) => {
  expect(issueMessage(code)).toBe(documented.get(code));
});

test.each(REFUSAL_CODES)("%s: the document has the words that a file with it gets", (code) => {
  expect(refusalMessage(code)).toBe(documented.get(code));
});

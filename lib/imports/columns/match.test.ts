import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { fieldsOfMatching } from "@/lib/imports/columns/column-field";
import { matchColumns } from "@/lib/imports/columns/match";
import { askAboutChoice, nameOfColumn } from "@/lib/imports/columns/questions";

const match = (headers: string, samples: string[] = []) =>
  matchColumns(
    headers.split("|"),
    samples.map((cells) => ({ cells: cells.split("|") })),
  );
const fieldsOf = (headers: string, samples?: string[]) =>
  match(headers, samples).columns.map(({ field }) => field);
const howOf = (headers: string) => match(headers).columns.map(({ how }) => how);

describe("headers of the sources match by themselves", () => {
  test.each([
    ["firstname|lastname|emailaddress|phone   ", ["firstName", "lastName", "accessEmail", "mobilePhone"]],
    ["First Name|Last Name|Email", ["firstName", "lastName", "accessEmail"]],
    [
      "First Name|Last Name|Login|Password|Mobile Phone number|Business Phone number|Email Address|Company|Unique Customer Code|UDID",
      [
        "firstName",
        "lastName",
        "username",
        "password",
        "mobilePhone",
        "businessPhone",
        "accessEmail",
        "company",
        "customerCode",
        "udid",
      ],
    ],
    ["first_name|LAST-NAME|E-Mail\u00a0Address", ["firstName", "lastName", "accessEmail"]],
    [
      "Access email|Other email|Customer code|Role|Status",
      ["accessEmail", "otherEmail", "customerCode", "role", "status"],
    ],
  ])("%s", (headers, fields) => {
    expect(fieldsOf(headers)).toEqual(fields);
    expect(howOf(headers).every((how) => how === "exact" || how === "known")).toBe(true);
  });
});

describe("other headers are suggested", () => {
  test.each([
    [
      "Vorname|Nachname|E-Mail-Adresse|Handynummer|Firma",
      ["firstName", "lastName", "accessEmail", "mobilePhone", "company"],
    ],
    ["Vorname|Name|Mail", ["firstName", "lastName", "accessEmail"]],
    ["Surname|Name|Mail", ["lastName", "firstName", "accessEmail"]],
    ["Prénom|Nom|Courriel|Téléphone", ["firstName", "lastName", "accessEmail", "mobilePhone"]],
    ["Nombre|Apellidos|Correo electrónico|Móvil", ["firstName", "lastName", "accessEmail", "mobilePhone"]],
    ["Nome|Apelido|Endereço de e-mail|Telemóvel", ["firstName", "lastName", "accessEmail", "mobilePhone"]],
    ["Given name*|Family name*|Email (work)", ["firstName", "lastName", "accessEmail"]],
    ["Phone|Mobile", ["businessPhone", "mobilePhone"]],
    ["Full name|Name", ["fullName", null]],
    ["Name|E-Mail", ["fullName", "accessEmail"]],
    ["Nome completo|E-mail corporativo|Celular", ["fullName", "accessEmail", "mobilePhone"]],
    ["Nom et prénom|Adresse e-mail", ["fullName", "accessEmail"]],
    ["Display name|Given name|Surname|Mail", [null, "firstName", "lastName", "accessEmail"]],
    ["Voornaam|Naam|E-mailadres|Mobiel", ["firstName", "lastName", "accessEmail", "mobilePhone"]],
    ["Nome|Cognome|Indirizzo e-mail|Cellulare", ["firstName", "lastName", "accessEmail", "mobilePhone"]],
    [
      "Vorname|Nachname|Benutzername|Kennwort|Rolle",
      ["firstName", "lastName", "username", "password", "role"],
    ],
    ["Nome de usuário|Senha|Empresa|Válido até", ["username", "password", "company", "accessEndsAt"]],
    ["Nombre de usuario|Contraseña|Fecha de caducidad", ["username", "password", "accessEndsAt"]],
    ["Identifiant|Mot de passe|Société|Date de fin", ["username", "password", "company", "accessEndsAt"]],
    ["Gültig bis|Kundennummer|Geräte-ID", ["accessEndsAt", "customerCode", "udid"]],
  ])("%s", (headers, fields) => {
    expect(fieldsOf(headers)).toEqual(fields);
  });
});

describe("content", () => {
  const people = ["Ada|Adams|ada@x.example|+49 170 1234567", "Ben|Berg|ben@x.example|"];

  test("matches a table without headers, by what it holds", () => {
    expect(fieldsOf("|||", people)).toEqual(["firstName", "lastName", "accessEmail", "mobilePhone"]);
    expect(fieldsOf("||", ["ada@x.example|4917012345670|Ada"])).toEqual([
      "accessEmail",
      "mobilePhone",
      "firstName",
    ]);
    expect(fieldsOf("|", ["1|2"])).toEqual([null, null]);
  });

  test("tells addresses and numbers with a plus under an unknown header, but guesses no names there", () => {
    expect(fieldsOf("Who|To whom|Kontakt|No.", people)).toEqual([null, null, "accessEmail", "mobilePhone"]);
    expect(fieldsOf("Who|No.", ["Ada|4917012345670"])).toEqual([null, null]);
  });

  test("tells devices by their numbers", () => {
    const samples = ["00008030-001C2D8E3A82802E", "a".repeat(40)];
    expect(fieldsOf("Gear", samples)).toEqual(["udid"]);
  });

  test("tells a lone first name that holds several words for both", () => {
    expect(fieldsOf("Nome|E-mail", ["Ana da Silva|ana@x.example"])).toEqual(["fullName", "accessEmail"]);
    expect(fieldsOf("Nome|E-mail", ["Ana|ana@x.example"])).toEqual(["firstName", "accessEmail"]);
    expect(fieldsOf("|", ["Ana da Silva|ana@x.example", "Rui Costa|rui@x.example"])).toEqual([
      "fullName",
      "accessEmail",
    ]);
  });

  test("takes addresses at the organization's domains for usernames, where others are there too", () => {
    const at = (headers: string, ...samples: string[]) =>
      matchColumns(
        headers.split("|"),
        samples.map((cells) => ({ cells: cells.split("|") })),
        undefined,
        ["acme.example"],
      ).columns.map(({ field }) => field);
    const both = ["ada@acme.example|ada@x.example", "ben@acme.example|ben@x.example"];
    expect(at("A|B", ...both)).toEqual(["username", "accessEmail"]);
    expect(at("A|B", ...both.map((cells) => cells.split("|").reverse().join("|")))).toEqual([
      "accessEmail",
      "username",
    ]);
    expect(at("A", "ada@acme.example", "ben@acme.example")).toEqual(["accessEmail"]);
    expect(at("Email|Boss", "ada@x.example|boss@acme.example", "ben@x.example|boss@acme.example")).toEqual([
      "accessEmail",
      null,
    ]);
  });
});

describe("two columns for one field", () => {
  test("ask, and neither gets it", () => {
    const { columns, questions } = match("firstname|lastname|email|Access email", [
      "Ada|Adams|a@x.example|b@x.example",
    ]);
    expect(columns.map(({ field }) => field)).toEqual(["firstName", "lastName", null, null]);
    expect(questions).toMatchObject([{ kind: "which_column", field: "accessEmail", columns: [2, 3] }]);
  });

  test("and neither gets another field for what it holds", () => {
    const { columns } = match("Other email|other_email", ["a@x.example|b@x.example"]);
    expect(columns.map(({ field }) => field)).toEqual([null, null]);
  });

  test("and no third column gets it for what it holds", () => {
    const { columns } = match("email|Email|Kontakt", ["a@x.example|b@x.example|c@x.example"]);
    expect(columns.map(({ field }) => field)).toEqual([null, null, null]);
  });

  test("do not ask when only one is sure", () => {
    expect(match("Vorname|firstname|lastname|email")).toMatchObject({
      columns: [{ field: null, how: "none" }, { field: "firstName" }, {}, {}],
      questions: [],
    });
  });
});

test("mandatory fields without a column are asked for", () => {
  expect(match("firstname|x").questions.map(({ message }) => message)).toEqual([
    "No column is matched with last name, which every person needs.",
    "No column is matched with access email, which every person needs.",
  ]);
});

test("a full name is first and last name, and clashes with either", () => {
  const { columns, questions } = match("Full name|Email");
  expect(questions).toEqual([]);
  const [name, email] = columns;
  if (!name || !email) throw new Error("There are two columns.");
  expect(askAboutChoice([name, { ...email, field: "lastName" }])).toMatchObject([
    { kind: "which_column", field: "lastName", columns: [0, 1] },
    { kind: "no_column", field: "accessEmail" },
  ]);
});

test("what our exports tell is ignored, and so named elsewhere is not", () => {
  expect(match("Email|Current status|Created").columns.map(({ how }) => how)).toEqual([
    "known",
    "ignored",
    "ignored",
  ]);
  expect(match("Email|Created").columns[1]).toMatchObject({ how: "none" });
});

test("a choice by hand is asked the same questions", () => {
  const { columns } = match("firstname|lastname|email|x");
  expect(askAboutChoice(columns)).toEqual([]);
  const chosen = columns.map((column) =>
    column.header === "x" ? { ...column, field: "accessEmail" as const } : column,
  );
  expect(askAboutChoice(chosen)).toMatchObject([
    { kind: "which_column", field: "accessEmail", columns: [2, 3] },
  ]);
});

test("the column that an errors file adds is ignored", () => {
  expect(match("firstname|Errors").columns[1]).toEqual({
    index: 1,
    header: "Errors",
    field: null,
    how: "ignored",
  });
});

test("columns are named by number and header", () => {
  expect(nameOfColumn({ header: "email" }, 2)).toBe("column 3 “email”");
  expect(nameOfColumn({ header: " " }, 0)).toBe("column 1");
});

test("no header makes it throw, and no field has two columns", () => {
  const header = fc.oneof(
    fc.string({ unit: "binary", maxLength: 12 }),
    fc.constantFrom(
      "__proto__",
      "constructor",
      "toString",
      "email",
      "Email",
      "E-Mail",
      "Name",
      "Vorname",
      "phone",
      "Mobile",
      "",
    ),
  );
  fc.assert(
    fc.property(
      fc.array(header, { maxLength: 8 }),
      fc.array(fc.array(fc.string()), { maxLength: 4 }),
      (headers, rows) => {
        const { columns } = matchColumns(
          headers,
          rows.map((cells) => ({ cells })),
        );
        expect(columns.map((column) => column.header)).toEqual(headers);
        const fields = fieldsOfMatching(columns.map(({ field }) => field));
        expect(new Set(fields).size).toBe(fields.length);
      },
    ),
  );
});

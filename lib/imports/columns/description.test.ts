import { expect, test } from "vitest";
import { describeColumns } from "@/lib/imports/columns/description";
import { MANDATORY_FIELDS } from "@/lib/users/fields";

const FILE = {
  headers: ["Name", "E-Mail", "Telefon", "Zugang bis", "Shoe"],
  samples: [
    ["Ada Adams", "ada@mail.de", "0170 1234567", "03/04/2027", ""],
    ["Ben Berg", "ben@mail.de", "069 666442925", "31/12/2027", "44"],
    ["Cem Can", "cem@mail.de", "+49 30 901820", "", " "],
    ["Di Dahl", "di@mail.de", "", "", ""],
  ],
};
const SETTINGS = { mandatory: MANDATORY_FIELDS, domains: ["acme.example"] };

test("columns are described with samples, the order that dates prove, and the country that numbers need", () => {
  const { columns, system } = describeColumns({ ...FILE, chosen: null }, SETTINGS);
  expect(system).toBeNull();
  expect(columns.map(({ field }) => field)).toEqual([
    "fullName",
    "accessEmail",
    "mobilePhone",
    "accessEndsAt",
    null,
  ]);
  expect(columns[0]?.samples).toEqual(["Ada Adams", "Ben Berg", "Cem Can"]);
  expect(columns[4]?.samples).toEqual(["44"]);
  expect(columns.map(({ dates }) => dates)).toEqual([null, null, null, "dmy", null]);
  expect(columns.map(({ country }) => country)).toEqual([null, null, "DE", null, null]);
});

test("what was chosen stands", () => {
  const chosen = ["lastName", null, null, "company", "firstName"] as const;
  const { columns } = describeColumns({ ...FILE, chosen: [...chosen] }, SETTINGS);
  expect(columns.map(({ field }) => field)).toEqual(chosen);
});

import { expect, test } from "vitest";
import * as z from "zod/mini";
import { createUserSchema, userSchema } from "@/lib/users/schema";
import { createUserServerSchema } from "@/lib/users/schema-server";

const ADA = {
  firstName: " Ada ",
  lastName: "Adams",
  usernameLocal: "Ada",
  domain: "Acme.Example",
  accessEmail: "ADA@imagoverum.example",
  otherEmail: "",
  mobilePhone: "(44) 20-7455-9485",
  businessPhone: null,
  company: "Imago",
  role: "user",
} as const;

test("gives canonical texts, and null for what is blank, null or absent", () => {
  expect(createUserSchema.parse(ADA)).toEqual({
    firstName: "Ada",
    lastName: "Adams",
    usernameLocal: "ada",
    domain: "acme.example",
    accessEmail: "ada@imagoverum.example",
    otherEmail: null,
    mobilePhone: "442074559485",
    businessPhone: null,
    company: "Imago",
    customerCode: null,
    udid: null,
    accessEndsAt: null,
    role: "user",
  });
});

test("names every wrong field with its code and words", () => {
  const result = createUserSchema.safeParse({
    ...ADA,
    firstName: "",
    usernameLocal: "a b",
    domain: "",
    accessEmail: "ada",
    mobilePhone: "call me",
    company: "A\u200bB",
    role: "king",
  });
  const issues = result.error?.issues.map(({ path, message }) => [path.join("."), message]) ?? [];
  expect(issues).toEqual([
    ["firstName", "First name is missing."],
    ["usernameLocal", "Username “a b” has a space inside."],
    ["domain", "Choose the domain of the username."],
    ["accessEmail", "Access email “ada” has no @."],
    ["mobilePhone", "Mobile phone “call me” has letters. Write digits alone, without an extension."],
    ["company", expect.stringContaining("invisible character")],
    ["role", "Choose a role."],
  ]);
  expect(result.error?.issues[0]).toMatchObject({ params: { code: "missing" } });
});

test("refuses what is no text", () => {
  const result = createUserSchema.safeParse({ ...ADA, firstName: 1, company: {} });
  expect(result.error?.issues.map(({ message }) => message)).toEqual([
    "First name is missing.",
    "Company must be a text.",
  ]);
});

test("an organization may ask for more", () => {
  const schema = userSchema({ mandatory: ["firstName", "lastName", "accessEmail", "company"] });
  const result = schema.safeParse({ ...ADA, company: " " });
  expect(result.error?.issues.map(({ message }) => message)).toEqual(["Company is missing."]);
});

test("the server's schema reads phones in full", () => {
  expect(createUserServerSchema.parse(ADA).mobilePhone).toBe("+442074559485");
  const result = createUserServerSchema.safeParse({ ...ADA, businessPhone: "20 7455 9485" });
  expect(result.error?.issues.map(({ path, message }) => [path, message])).toEqual([
    [["businessPhone"], expect.stringContaining("Business phone “20 7455 9485” reads as +20, Egypt")],
  ]);
});

test("its input can be described as JSON Schema", () => {
  expect(z.toJSONSchema(createUserSchema, { io: "input" })).toMatchObject({
    type: "object",
    properties: { firstName: { type: "string" }, role: { enum: ["admin", "viewer", "billing", "user"] } },
  });
});

import { expect, test } from "vitest";
import { attributesOf, escaped, idFilter, idOf, type LdapEntry, valuesOf } from "@/lib/sync/ldap/entry";

const entry = (fields: Record<string, LdapEntry[string]>) =>
  ({ dn: "uid=ada,dc=example", ...fields }) as LdapEntry;

test("an entry is known by an id that its name does not change", () => {
  expect(idOf(entry({ entryUUID: "0F3E-Aa" }))).toBe("0f3e-aa");
  expect(idOf(entry({ objectGUID: Buffer.from([0, 171, 255]) }))).toBe("00abff");
  expect(idOf(entry({ uid: "ada" }))).toBeNull();
});

test.each([
  [{}, "true"],
  [{ userAccountControl: "512" }, "true"],
  [{ userAccountControl: "514" }, "false"],
  [{ pwdAccountLockedTime: "000001010000Z" }, "false"],
  [{ pwdAccountLockedTime: "20260101000000Z" }, "true"],
  [{ nsAccountLock: "TRUE" }, "false"],
])("%j is enabled: %s", (fields, enabled) => {
  expect(attributesOf(entry(fields), false).accountEnabled).toBe(enabled);
});

test("of what is not told nothing is said, unless the entry was read whole", () => {
  expect(attributesOf(entry({ mail: ["a@x.example", "b@x.example"], mobile: [] }), false)).toEqual({
    mail: "a@x.example",
    accountEnabled: "true",
  });
  expect(attributesOf(entry({ mail: "a@x.example" }), true)).toMatchObject({
    mail: "a@x.example",
    mobile: null,
  });
});

test("values of filters cannot end them", () => {
  expect(escaped("a*)(uid=\\")).toBe("a\\2a\\29\\28uid=\\5c");
  expect(idFilter("a)(b")).toBe("(entryUUID=a\\29\\28b)");
  expect(idFilter("00".repeat(16))).toBe(`(objectGUID=${"\\00".repeat(16)})`);
  expect(valuesOf(["a", Buffer.from("b"), ""])).toEqual(["a", "b"]);
});

import { expect, test } from "vitest";
import { billingDetailsInput, creditInput } from "@/lib/billing/input";
import { newId } from "@/lib/ids";

const details = {
  company: " Acme  Ltd ",
  address: "1 High Street\r\n\n  London \nEngland",
  taxId: "GB 123",
  contactName: "Bela",
  contactEmail: "Bela@Acme.example",
  purchaseOrder: "",
};

test("details are read: an address keeps its lines", () => {
  expect(billingDetailsInput.parse(details)).toEqual({
    ...details,
    company: "Acme Ltd",
    address: "1 High Street\nLondon\nEngland",
    contactEmail: "bela@acme.example",
  });
});

test.each([
  [{ contactEmail: "nobody" }, "contactEmail"],
  [{ address: "x\n".repeat(9) }, "address"],
  [{ address: "x".repeat(121) }, "address"],
  [{ company: "x".repeat(201) }, "company"],
  [{ taxId: "\u202e1" }, "taxId"],
])("%o is refused at %s", (given, path) => {
  const read = billingDetailsInput.safeParse({ ...details, ...given });
  expect(read.error?.issues.map((issue) => issue.path[0])).toEqual([path]);
});

test("a credit note has a reason", () => {
  const given = { invoiceId: newId(), line: null };
  expect(creditInput.safeParse({ ...given, reason: "  " }).success).toBe(false);
  expect(creditInput.parse({ ...given, reason: " Twice " }).reason).toBe("Twice");
});

import { expect, test } from "vitest";
import { ledgerParams, readLedgerFilter } from "@/lib/messages/ledger-filter";

test("a filter comes back from its address, and what makes no sense counts as absent", () => {
  const filter = { search: "ada", state: "failed", kind: "invitation", method: "sms", userId: null } as const;
  const params = Object.fromEntries(
    Object.entries(ledgerParams(filter)).map(([name, value]) => [name, value ?? ""]),
  );
  expect(readLedgerFilter(params)).toEqual(filter);
  expect(readLedgerFilter({ q: ["a"], state: "x", kind: "toString", method: "fax", user: "1" })).toEqual({
    search: "",
    state: null,
    kind: null,
    method: null,
    userId: null,
  });
});

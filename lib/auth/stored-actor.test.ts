import { expect, test } from "vitest";
import { isStored, readStored, storeActor, storedName } from "@/lib/auth/stored-actor";
import type { Person } from "@/lib/permissions/actor";

const ada: Person = {
  userId: "ada",
  organizationId: "acme",
  sessionId: "session",
  name: "Ada Adams",
  username: "ada@acme.example",
  role: "admin",
  accessProfile: null,
  ip: null,
};
const kept = {
  userId: "ada",
  organizationId: "acme",
  name: "Ada Adams",
  username: "ada@acme.example",
  ip: null,
};

test("keeps who it was and no right", () => {
  expect(storeActor(ada)).toEqual(kept);
  expect(storeActor({ ...ada, apiKeyId: "key" })).toEqual({ ...kept, apiKeyId: "key" });
  expect(readStored(kept)).toEqual(kept);
  expect(storedName(kept)).toBe("Ada Adams");
  expect([isStored(kept, ada), isStored(kept, { ...ada, organizationId: "other" })]).toEqual([true, false]);
});

test.each([null, {}, "ada", { ...kept, userId: 1 }])("knows nobody in %j", (other) => {
  expect(storedName(other)).toBeNull();
  expect(isStored(other, ada)).toBe(false);
  expect(() => readStored(other)).toThrow();
});

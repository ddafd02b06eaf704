import { expect, test } from "vitest";
import { newId } from "@/lib/ids";
import { passkeyAnswerSchema, readUserHandle, userHandle } from "@/lib/mfa/passkey-shape";

const handleOf = (bytes: Uint8Array) => Buffer.from(bytes).toString("base64url");

test("an authenticator keeps ids that lead back to the person", () => {
  const owner = { organizationId: newId(), userId: newId() };
  const handle = userHandle(owner);
  expect(handle).toHaveLength(32);
  expect(readUserHandle(handleOf(handle))).toEqual(owner);
  for (const wrong of [undefined, "", "x", handleOf(handle.slice(1))])
    expect(readUserHandle(wrong)).toBeNull();
});

test("what is no answer of a browser is refused before anything is made of it", () => {
  const response = { clientDataJSON: "e30", authenticatorData: "AA", signature: "AA" };
  const answer = { id: "AA", rawId: "AA", type: "public-key", clientExtensionResults: {}, response };
  expect(passkeyAnswerSchema.safeParse(answer).success).toBe(true);
  for (const wrong of [
    null,
    { ...answer, id: 1 },
    { ...answer, type: "password" },
    { ...answer, response: { ...response, signature: "A".repeat(20_000) } },
    { ...answer, response: { ...response, authenticatorData: "not base64 url" } },
  ])
    expect(passkeyAnswerSchema.safeParse(wrong).success).toBe(false);
});

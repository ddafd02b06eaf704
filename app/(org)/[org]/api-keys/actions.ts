"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { createApiKey, revokeApiKey, rotateApiKey } from "@/lib/api-keys/commands";
import { newApiKeyInput, rotationInput } from "@/lib/api-keys/input";
import { ok } from "@/lib/result";

/** Makes a key, and answers with its secret this once. */
export const makeKey = organizationAction("apiKeys.update", newApiKeyInput, async (actor, given) => {
  const made = await createApiKey(actor, given);
  if (!made.ok) return made;
  refresh();
  return ok({ secret: made.value.secret });
});

/** Makes a key in another one's place, and answers with its secret this once. */
export const rotateKey = organizationAction(
  "apiKeys.update",
  rotationInput,
  async (actor, { keyId, ...rotation }) => {
    const made = await rotateApiKey(actor, keyId, rotation);
    if (!made.ok) return made;
    refresh();
    return ok({ secret: made.value.secret });
  },
);

/** Ends a key for good. */
export const revokeKey = organizationAction(
  "apiKeys.update",
  z.object({ keyId: z.uuid() }),
  async (actor, { keyId }) => {
    const revoked = await revokeApiKey(actor, keyId);
    if (revoked.ok) refresh();
    return revoked;
  },
);

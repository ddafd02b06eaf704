"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { ok } from "@/lib/result";
import { createScimConnection, revokeScimConnection, rotateScimToken } from "@/lib/scim/connection-commands";
import { newScimConnectionInput, newScimTokenInput } from "@/lib/scim/connection-input";

/** Makes a connection, and answers with its token this once. */
export const makeScimConnection = organizationAction(
  "connections.update",
  newScimConnectionInput,
  async (actor, given) => {
    const made = await createScimConnection(actor, given);
    if (!made.ok) return made;
    refresh();
    return ok({ secret: made.value.token });
  },
);

/** Makes a connection another token, and answers with it this once. */
export const makeScimToken = organizationAction(
  "connections.update",
  newScimTokenInput,
  async (actor, { connectionId, expiresInDays }) => {
    const made = await rotateScimToken(actor, connectionId, expiresInDays);
    if (!made.ok) return made;
    refresh();
    return ok({ secret: made.value.token });
  },
);

/** Ends a connection for good. */
export const endScimConnection = organizationAction(
  "connections.update",
  z.object({ connectionId: z.uuid() }),
  async (actor, { connectionId }) => {
    const revoked = await revokeScimConnection(actor, connectionId);
    if (revoked.ok) refresh();
    return revoked;
  },
);

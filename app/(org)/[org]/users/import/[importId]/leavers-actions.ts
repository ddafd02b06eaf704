"use server";

import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { finishUnchanged, suspendLeavers } from "@/lib/imports/leavers/commands";

/** Suspends the people who are in the directory but not in an import's file. */
export const suspendPeople = organizationAction(
  "users.suspend",
  z.object({ importId: z.uuid(), expected: z.number().int().min(0), words: z.string().max(500) }),
  (actor, { importId, ...given }) => suspendLeavers(actor, importId, given),
);

/** Carries an import out that changes nobody. */
export const finish = organizationAction(
  "users.import.commit",
  z.object({ importId: z.uuid(), planVersion: z.number().int() }),
  (actor, { importId, ...given }) => finishUnchanged(actor, importId, given),
);

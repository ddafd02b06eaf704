"use server";

import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { handIn, returnImport, WORD_LENGTH_MAX } from "@/lib/imports/commands/approval";

const importId = z.uuid();
const word = z.string().trim().max(WORD_LENGTH_MAX, `At most ${WORD_LENGTH_MAX} characters.`);

/** Asks those who may import to carry an import out. */
export const askForApproval = organizationAction(
  "users.import.prepare",
  z.object({ importId, word }),
  (actor, given) => handIn(actor, given.importId, given.word),
);

/** Gives an import back to whoever prepared it. */
export const giveBack = organizationAction(
  "users.import.commit",
  z.object({ importId, word }),
  (actor, given) => returnImport(actor, given.importId, given.word),
);

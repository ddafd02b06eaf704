"use server";

import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { findMirrorCandidates } from "@/lib/grants/mirror";
import { presetChoicesSchema, presetName } from "@/lib/imports/choices";
import { callOffImport } from "@/lib/imports/commands/commit";
import { applyPreset, removePreset, renamePreset, savePreset } from "@/lib/imports/presets/commands";
import { sendInvitations } from "@/lib/messages/commands";
import { ok } from "@/lib/result";

const importId = z.uuid();
const presetId = z.uuid();
const SEARCH_LENGTH_MAX = 200;

/** People whom new ones could mirror, as one types a name. */
export const searchMirror = organizationAction(
  "users.import.commit",
  z.object({ search: z.string().max(SEARCH_LENGTH_MAX) }),
  async (actor, { search }) => ok(await findMirrorCandidates(actor, search)),
);

export const keepPreset = organizationAction(
  "users.import.commit",
  z.object({ name: presetName, choices: presetChoicesSchema }),
  (actor, given) => savePreset(actor, given),
);

export const nameAnew = organizationAction(
  "users.import.commit",
  z.object({ presetId, name: presetName }),
  (actor, given) => renamePreset(actor, { id: given.presetId, name: given.name }),
);

export const dropPreset = organizationAction("users.import.commit", z.object({ presetId }), (actor, given) =>
  removePreset(actor, given.presetId),
);

export const takePreset = organizationAction(
  "users.import.commit",
  z.object({ importId, presetId }),
  (actor, given) => applyPreset(actor, given.importId, given.presetId),
);

export const callOff = organizationAction("users.import.commit", z.object({ importId }), (actor, given) =>
  callOffImport(actor, given.importId),
);

export const inviteAll = organizationAction(
  "users.credentials.issue",
  z.object({ importId }),
  (actor, given) => sendInvitations(actor, given.importId),
);

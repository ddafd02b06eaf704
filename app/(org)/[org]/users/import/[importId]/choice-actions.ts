"use server";

import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { presetChoicesSchema, presetName } from "@/lib/imports/choices";
import { callOffImport } from "@/lib/imports/commands/commit";
import { applyPreset, removePreset, renamePreset, savePreset } from "@/lib/imports/presets/commands";
import { sendInvitations } from "@/lib/messages/commands";

const importId = z.uuid();
const presetId = z.uuid();

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

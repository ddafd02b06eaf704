"use server";

import { refresh } from "next/cache";
import { organizationAction } from "@/lib/action";
import type { Result } from "@/lib/result";
import * as commands from "@/lib/sync/commands";
import {
  allowInput,
  changedConnectionInput,
  choiceInput,
  connectionIdInput,
  findGroupsInput,
  mappingInput,
  newConnectionInput,
  startInput,
  unmapInput,
} from "@/lib/sync/input";

/** Keeps where a directory is and how it lets us in. */
export const connect = organizationAction("connections.update", newConnectionInput, (actor, given) =>
  commands.createConnection(actor, given),
);

/** Changes that. */
export const changeConnection = organizationAction(
  "connections.update",
  changedConnectionInput,
  async (actor, { connectionId, connection }) =>
    shown(await commands.changeConnection(actor, connectionId, connection)),
);

/** Asks the directory for a little of everything. */
export const testConnection = organizationAction(
  "connections.update",
  connectionIdInput,
  async (actor, { connectionId }) => shown(await commands.testConnection(actor, connectionId), true),
);

/** The directory's groups whose names begin so. */
export const findGroups = organizationAction(
  "connections.update",
  findGroupsInput,
  (actor, { connectionId, words }) => commands.findGroups(actor, connectionId, words),
);

/** Chooses who is taken over, what from where, and how often. */
export const saveChoice = organizationAction(
  "connections.update",
  choiceInput,
  async (actor, { connectionId, choice }) => shown(await commands.saveChoice(actor, connectionId, choice)),
);

/** Says what a group of the directory means here. */
export const mapGroup = organizationAction("connections.update", mappingInput, async (actor, mapping) =>
  shown(await commands.mapGroup(actor, mapping)),
);

/** Takes a group of the directory off the list. */
export const unmapGroup = organizationAction(
  "connections.update",
  unmapInput,
  async (actor, { connectionId, sourceId }) =>
    shown(await commands.unmapGroup(actor, connectionId, sourceId)),
);

/** Begins a run now. */
export const startRun = organizationAction(
  "connections.update",
  startInput,
  async (actor, { connectionId, full }) => shown(await commands.startRun(actor, connectionId, full)),
);

/** Allows that so many people are suspended. */
export const allowLeavers = organizationAction("connections.update", allowInput, async (actor, given) =>
  shown(await commands.allowLeavers(actor, given)),
);

/** Stops runs until somebody lets the connection go on. */
export const pauseConnection = organizationAction(
  "connections.update",
  connectionIdInput,
  async (actor, { connectionId }) => shown(await commands.pauseConnection(actor, connectionId)),
);

/** Lets a paused connection go on. */
export const resumeConnection = organizationAction(
  "connections.update",
  connectionIdInput,
  async (actor, { connectionId }) => shown(await commands.resumeConnection(actor, connectionId)),
);

/** Forgets a directory. */
export const removeConnection = organizationAction(
  "connections.update",
  connectionIdInput,
  (actor, { connectionId }) => commands.removeConnection(actor, connectionId),
);

function shown<T>(result: Result<T>, always = false): Result<T> {
  if (result.ok || always) refresh();
  return result;
}

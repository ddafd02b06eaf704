"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { qrSvg } from "@/lib/credentials/qr";
import { ok } from "@/lib/result";
import { assignExtension, giveExtension } from "@/lib/telephony/assign-commands";
import { createExtension, issueSipSecret, removeExtension, updateExtension } from "@/lib/telephony/commands";
import {
  extensionChoice,
  extensionInput,
  manyExtensionsInput,
  newExtensionInput,
  numbersForPeople,
  queueInput,
  telephonySettingsInput,
} from "@/lib/telephony/input";
import { createExtensions, giveNumbers } from "@/lib/telephony/many-commands";
import { createQueue, removeQueue, updateQueue } from "@/lib/telephony/queue-commands";
import { provisioningUri } from "@/lib/telephony/secret";
import { saveTelephonySettings } from "@/lib/telephony/settings-commands";

const id = z.uuid();
const version = z.number().int().min(1);

/** Makes an extension; the id is the form's, so that a second press makes no second one. */
export const addExtension = organizationAction(
  "telephony.update",
  z.strictObject({ id, extension: newExtensionInput }),
  (actor, given) => createExtension(actor, given.extension, given.id),
);

/** Makes many extensions of the numbers that are free. */
export const addExtensions = organizationAction(
  "telephony.update",
  manyExtensionsInput,
  async (actor, given) => {
    const made = await createExtensions(actor, given);
    if (made.ok) refresh();
    return made;
  },
);

/** Saves what an extension is. */
export const saveExtension = organizationAction(
  "telephony.update",
  z.strictObject({ id, version, extension: extensionInput }),
  async (actor, given) => {
    const saved = await updateExtension(actor, given.id, given.version, given.extension);
    if (saved.ok) refresh();
    return saved;
  },
);

/** Removes an extension. */
export const dropExtension = organizationAction("telephony.update", z.strictObject({ id }), (actor, given) =>
  removeExtension(actor, given.id),
);

/** Gives an extension to somebody, or to nobody. */
export const assign = organizationAction(
  "telephony.update",
  z.strictObject({ id, userId: z.uuid().nullable() }),
  async (actor, given) => {
    const assigned = await assignExtension(actor, given.id, given.userId);
    if (assigned.ok) refresh();
    return assigned;
  },
);

/** Gives somebody an extension from their own page. */
export const giveToPerson = organizationAction(
  "telephony.update",
  z.strictObject({ userId: z.uuid(), choice: extensionChoice }),
  async (actor, given) => {
    const taken = await giveExtension(actor, given.userId, given.choice);
    if (taken.ok) refresh();
    return taken;
  },
);

/** Gives the next free numbers to people who have no extension. */
export const giveNextNumbers = organizationAction(
  "telephony.update",
  numbersForPeople,
  async (actor, { selection, ...given }) => {
    const done = await giveNumbers(actor, selection, given);
    if (done.ok) refresh();
    return done;
  },
);

/** Makes a new secret for a phone; it is in the answer this once. */
export const makeSecret = organizationAction(
  "telephony.update",
  z.strictObject({ id }),
  async (actor, given) => {
    const made = await issueSipSecret(actor, given.id);
    if (!made.ok) return made;
    refresh();
    const { number, realm, server, secret } = made.value;
    return ok({ ...made.value, qr: await qrSvg(provisioningUri(number, realm, server, secret)) });
  },
);

/** Makes a queue with its members. */
export const addQueue = organizationAction(
  "telephony.update",
  z.strictObject({ id, queue: queueInput }),
  (actor, given) => createQueue(actor, given.queue, given.id),
);

/** Saves a queue with its members in their order. */
export const saveQueue = organizationAction(
  "telephony.update",
  z.strictObject({ id, version, queue: queueInput }),
  async (actor, given) => {
    const saved = await updateQueue(actor, given.id, given.version, given.queue);
    if (saved.ok) refresh();
    return saved;
  },
);

/** Removes a queue. */
export const dropQueue = organizationAction("telephony.update", z.strictObject({ id }), (actor, given) =>
  removeQueue(actor, given.id),
);

/** Saves the telephony settings, if as many secrets are void by it as was said. */
export const saveSettings = organizationAction(
  "telephony.update",
  z.strictObject({ settings: telephonySettingsInput, voided: z.number().int().min(0) }),
  async (actor, given) => {
    const saved = await saveTelephonySettings(actor, given.settings, given.voided);
    if (saved.ok) refresh();
    return saved;
  },
);

"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { ok, type Result } from "@/lib/result";
import * as commands from "@/lib/webhooks/commands";
import { newSecretInput, webhookInput } from "@/lib/webhooks/input";
import * as resend from "@/lib/webhooks/resend-commands";

const named = z.object({ webhookId: z.uuid() });

/** Makes a webhook, and answers with its secret this once. */
export const makeWebhook = organizationAction("connections.update", webhookInput, async (actor, given) => {
  const made = await commands.createWebhook(actor, given);
  return shown(made.ok ? ok({ secret: made.value.secret }) : made);
});

/** Changes what a webhook is called, where it sends and what it is told of. */
export const editWebhook = organizationAction(
  "connections.update",
  named.extend({ webhook: webhookInput }),
  async (actor, { webhookId, webhook }) => shown(await commands.updateWebhook(actor, webhookId, webhook)),
);

/** Switches a webhook on or off. */
export const switchWebhook = organizationAction(
  "connections.update",
  named.extend({ isOn: z.boolean() }),
  async (actor, { webhookId, isOn }) => shown(await commands.switchWebhook(actor, webhookId, isOn)),
);

/** Gives a webhook another secret, and answers with it this once. */
export const replaceWebhookSecret = organizationAction(
  "connections.update",
  newSecretInput,
  async (actor, { webhookId, overlapHours }) =>
    shown(await commands.replaceSecret(actor, webhookId, overlapHours)),
);

/** Removes a webhook. Whoever asks is on its page, which there is no more then: they go to the list themselves. */
export const removeWebhook = organizationAction("connections.update", named, (actor, { webhookId }) =>
  commands.removeWebhook(actor, webhookId),
);

/** Sends an event to try a webhook out. */
export const tryWebhook = organizationAction("connections.update", named, async (actor, { webhookId }) =>
  shown(await resend.testWebhook(actor, webhookId)),
);

/** Sends one event to a webhook again. */
export const resendDelivery = organizationAction(
  "connections.update",
  named.extend({ eventId: z.uuid() }),
  async (actor, { webhookId, eventId }) => shown(await resend.resendDelivery(actor, webhookId, eventId)),
);

/** Sends a webhook again what it has missed. */
export const resendMissed = organizationAction("connections.update", named, async (actor, { webhookId }) =>
  shown(await resend.resendMissed(actor, webhookId)),
);

function shown<T>(result: Result<T>): Result<T> {
  if (result.ok) refresh();
  return result;
}

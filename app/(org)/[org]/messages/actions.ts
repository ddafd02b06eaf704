"use server";

import { refresh } from "next/cache";
import * as z from "zod";
import { organizationAction } from "@/lib/action";
import { countForSheet } from "@/lib/credentials/qr-queries";
import { audienceSchema, composedSchema } from "@/lib/messages/audience";
import { sendMessage } from "@/lib/messages/compose-commands";
import { METHODS, TEMPLATE_KINDS } from "@/lib/messages/kinds";
import { revealMessage, testTemplate } from "@/lib/messages/message-commands";
import { previewTemplate } from "@/lib/messages/preview-queries";
import { templateIssues, templateText } from "@/lib/messages/template/check";
import { dropTemplate, saveTemplate, templateInput } from "@/lib/messages/template-commands";
import { invalidFields, ok } from "@/lib/result";

/** Sends a message to everybody whom it was confirmed for. */
export const send = organizationAction("messages.send", composedSchema, sendMessage);

/** Counts for how many a sheet of codes can be made, before it is. */
export const countSheet = organizationAction(
  "users.credentials.issue",
  audienceSchema,
  async (actor, audience) => ok(await countForSheet(actor, audience)),
);

/** Shows an invitation with its live link, where it has reached nobody. */
export const reveal = organizationAction(
  "users.credentials.issue",
  z.object({ messageId: z.uuid() }),
  (actor, { messageId }) => revealMessage(actor, messageId),
);

/** Sends a template to whoever asks. */
export const sendTest = organizationAction(
  "messages.send",
  z.object({ key: z.string().max(40), method: z.enum(METHODS) }),
  testTemplate,
);

/** Shows a template, saved or not, with somebody's data. */
export const preview = organizationAction(
  "messages.send",
  z.object({ kind: z.enum(TEMPLATE_KINDS), text: templateText, whom: z.string().max(200) }),
  async (actor, { kind, text, whom }) => {
    const issues = templateIssues(kind, text);
    return issues.length > 0 ? invalidFields(issues) : previewTemplate(actor, kind, text, whom);
  },
);

export const keepTemplate = organizationAction(
  "messages.templates.update",
  templateInput,
  async (actor, given) => {
    const saved = await saveTemplate(actor, given);
    if (saved.ok) refresh();
    return saved;
  },
);

export const setBack = organizationAction(
  "messages.templates.update",
  z.object({ key: z.string().max(40), id: z.uuid() }),
  async (actor, given) => {
    const dropped = await dropTemplate(actor, given);
    if (dropped.ok) refresh();
    return dropped;
  },
);

import * as z from "zod";
import { ALL_WEBHOOK_EVENTS } from "@/lib/webhooks/event-types";

export const OVERLAP_HOURS_MAX = 7 * 24;
export const OVERLAP_HOURS_CHOICES = [0, 1, 24, OVERLAP_HOURS_MAX];

/** What a webhook is told of itself. No event type means every one, those of later versions too. */
export const webhookInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Give the webhook a name, such as that of the program that is told.")
    .max(100, "A name has at most 100 characters."),
  url: z
    .string()
    .trim()
    .min(1, "Say where events are sent.")
    .max(2000, "An address has at most 2000 characters."),
  eventTypes: z
    .array(z.enum(ALL_WEBHOOK_EVENTS, "There is no such event."))
    .transform((types) => ALL_WEBHOOK_EVENTS.filter((type) => types.includes(type))),
});

export type WebhookGiven = z.output<typeof webhookInput>;

const OVERLAP_WORDS = "Say for how many hours the old secret holds: from 0 to 168.";

export const newSecretInput = z.object({
  webhookId: z.uuid(),
  overlapHours: z.int({ error: OVERLAP_WORDS }).min(0, OVERLAP_WORDS).max(OVERLAP_HOURS_MAX, OVERLAP_WORDS),
});

import * as z from "zod";
import { ALL_API_SCOPES } from "@/lib/api-keys/scopes";

export const KEY_DAYS_MAX = 365;
export const KEY_DAYS_USUAL = 90;
export const KEY_DAYS_CHOICES = [7, 30, KEY_DAYS_USUAL, KEY_DAYS_MAX];

const DAYS_WORDS = `Say for how many days the key is good: from 1 to ${KEY_DAYS_MAX}.`;

/** What a new key is told: a name to know it by, its scopes, and for how many days it is good. */
export const newApiKeyInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Give the key a name, such as that of the program that will use it.")
    .max(100, "A name has at most 100 characters."),
  scopes: z
    .array(
      z.enum(ALL_API_SCOPES, {
        error: ({ input }) =>
          `There is no scope “${String(input)}”: choose from ${ALL_API_SCOPES.join(", ")}.`,
      }),
    )
    .min(1, "Choose at least one scope.")
    .transform((scopes) => ALL_API_SCOPES.filter((scope) => scopes.includes(scope))),
  expiresInDays: z.int({ error: DAYS_WORDS }).min(1, DAYS_WORDS).max(KEY_DAYS_MAX, DAYS_WORDS),
});

export const OVERLAP_DAYS_MAX = 30;
export const OVERLAP_DAYS_CHOICES = [0, 1, 7, OVERLAP_DAYS_MAX];

const OVERLAP_WORDS = `Say for how many days the old key holds: from 0 to ${OVERLAP_DAYS_MAX}.`;

/** How a key is replaced by a new one: for how long the old one holds beside it, and how long the new one. */
export const rotationInput = z.object({
  keyId: z.uuid(),
  overlapDays: z.int({ error: OVERLAP_WORDS }).min(0, OVERLAP_WORDS).max(OVERLAP_DAYS_MAX, OVERLAP_WORDS),
  expiresInDays: newApiKeyInput.shape.expiresInDays,
});

export type Rotation = Omit<z.output<typeof rotationInput>, "keyId">;

export type NewApiKey = z.output<typeof newApiKeyInput>;

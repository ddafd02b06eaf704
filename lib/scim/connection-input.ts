import * as z from "zod";

export const TOKEN_DAYS_MAX = 730;
export const TOKEN_DAYS_USUAL = 365;
export const TOKEN_DAYS_CHOICES = [90, 180, TOKEN_DAYS_USUAL, TOKEN_DAYS_MAX];

const DAYS_WORDS = `Say for how many days the token is good: from 1 to ${TOKEN_DAYS_MAX}.`;

const days = z.int({ error: DAYS_WORDS }).min(1, DAYS_WORDS).max(TOKEN_DAYS_MAX, DAYS_WORDS);

/** What a new connection is told. */
export const newScimConnectionInput = z.object({
  name: z
    .string()
    .trim()
    .min(1, "Give the connection a name, such as that of the system that will use it.")
    .max(100, "A name has at most 100 characters."),
  sendsInvitations: z.boolean(),
  writesRoles: z.boolean(),
  expiresInDays: days,
});

export type NewScimConnection = z.output<typeof newScimConnectionInput>;

/** What a new token of a connection is told. */
export const newScimTokenInput = z.object({ connectionId: z.uuid(), expiresInDays: days });

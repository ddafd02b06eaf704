import * as z from "zod";

export const KINDS = ["oidc", "saml"] as const;
export type Kind = (typeof KINDS)[number];
export const KIND_LABELS: Record<Kind, string> = { oidc: "OpenID Connect", saml: "SAML 2.0" };

/** What becomes of somebody whom a provider sends for the first time. */
export const NEW_PEOPLE = ["existing", "create", "linked"] as const;
export type NewPeople = (typeof NEW_PEOPLE)[number];
export const NEW_PEOPLE_INFO: Record<NewPeople, { label: string; hint: string }> = {
  existing: {
    label: "They must have an account",
    hint: "The first sign-in is linked with the account that has this username, or this access email.",
  },
  create: {
    label: "They get an account",
    hint: "Where there is none, one is made with the role “User” and the address as its username.",
  },
  linked: {
    label: "Nobody new",
    hint: "Only those who have signed in this way before get in.",
  },
};

export const STATES = ["draft", "offered", "required"] as const;
export type State = (typeof STATES)[number];
export const STATE_LABELS: Record<State, string> = {
  draft: "Not in use",
  offered: "Beside passwords",
  required: "In place of passwords",
};

/** What a provider's row keeps of SAML. */
export const samlMetadata = z.object({
  signInUrl: z.string(),
  signOutUrl: z.string().nullable(),
  certificates: z.array(z.string()).min(1),
});

/** What came of trying a provider out. */
export const trialSchema = z.object({
  at: z.coerce.date(),
  by: z.string(),
  /** Of the provider's row, when it was tried. */
  version: z.number(),
  isOk: z.boolean(),
  /** Lines for whoever tried it. */
  said: z.array(z.object({ label: z.string(), value: z.string() })),
  words: z.string(),
});
export type Trial = z.output<typeof trialSchema>;

/** What a provider says of somebody whom it has signed in. */
export type Assertion = {
  /** What the provider knows them by, for good. */
  subject: string;
  /** An e-mail address in lower case, or null where it gave none that may be relied on. */
  address: string | null;
  firstName: string;
  lastName: string;
  /** What has to be told the provider when they sign out; never shown. */
  signOut: string | null;
  /** What was received, for whoever tries the provider out. */
  claims: Record<string, string>;
};

export const SUBJECT_LENGTH_MAX = 512;

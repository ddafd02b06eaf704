import * as z from "zod";
import { IMPORT_PASSWORDS } from "@/lib/credentials/password-setting";
import { IMPORT_MODES, MATCH_KEYS } from "@/lib/imports/plan/modes";
import type { Method } from "@/lib/messages/kinds";
import { OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";
import { grantsSchema } from "@/lib/permissions/grants-schema";
import { givenSeats, NO_SEATS } from "@/lib/services/given";
import { givenExtensions, USUAL_EXTENSIONS } from "@/lib/telephony/given";

/** By which way new people are told when they are created; `none` until somebody sends them a link. */
export const NOTIFY = ["none", "email", "sms", "both"] as const;
export type Notify = (typeof NOTIFY)[number];

export const NOTIFY_METHODS: Record<Notify, readonly Method[]> = {
  none: [],
  email: ["email"],
  sms: ["sms"],
  both: ["email", "sms"],
};

/** Which message brings a link. */
export const WELCOME_KINDS = ["invitation", "welcomeQr"] as const;

/** Whether passwords of a file are taken, or everybody chooses their own by a link. */
export const FILE_PASSWORDS = ["link", "file"] as const;
export type FilePasswords = (typeof FILE_PASSWORDS)[number];

export const NOTE_LENGTH_MAX = 1000;

/** What is chosen once for all new people of an import. A role is for those whose row has none. */
export const importChoicesSchema = z.strictObject({
  grants: grantsSchema,
  addressBook: z.boolean(),
  notify: z.enum(NOTIFY),
  message: z.enum(WELCOME_KINDS).default("invitation"),
  /** What is sent where something is: a link, a password made for each, or those of the file. */
  password: z.enum(IMPORT_PASSWORDS).default("link"),
  note: z.string().trim().max(NOTE_LENGTH_MAX, `At most ${NOTE_LENGTH_MAX} characters.`),
  /** Seats that everybody new gets. */
  seats: givenSeats.default(NO_SEATS),
  /** How extensions are that rows bring. */
  extensions: givenExtensions.default(USUAL_EXTENSIONS),
});

export type ImportChoices = z.output<typeof importChoicesSchema>;

export const NO_CHOICES: ImportChoices = {
  grants: OWN_ACCOUNT_ONLY,
  addressBook: false,
  notify: "none",
  message: "invitation",
  password: "link",
  note: "",
  seats: NO_SEATS,
  extensions: USUAL_EXTENSIONS,
};

const GO_LIVE_DAYS_MAX = 365;
const DAY_MS = 86_400_000;

/** Why an import cannot wait for a moment, in words; null when it can. */
export function goLiveProblem(at: Date, now: Date, passwordsExpireAt: Date | null): string | null {
  if (at <= now) return "Choose a moment that is still to come, or import now.";
  if (at.getTime() - now.getTime() > GO_LIVE_DAYS_MAX * DAY_MS) return "Choose a moment within a year.";
  if (passwordsExpireAt && at >= passwordsExpireAt) {
    const until = passwordsExpireAt.toISOString().slice(0, 16).replace("T", " ");
    return `The passwords of a file are kept for an hour. Choose a moment before ${until} UTC, or leave their column out.`;
  }
  return null;
}

const PRESET_NAME_MAX = 80;

export const presetName = z
  .string()
  .transform((text) => text.normalize("NFC").trim().replace(/\s+/g, " "))
  .pipe(z.string().min(1, "Give it a name.").max(PRESET_NAME_MAX, `At most ${PRESET_NAME_MAX} characters.`));

/** All that a preset keeps: never a moment, and never a person's password. */
export const presetChoicesSchema = importChoicesSchema.extend({
  mode: z.enum(IMPORT_MODES),
  onError: z.enum(["skip", "refuse"]),
  /** By what people are found who are here already; absent: as it stands with the import. */
  matchKey: z.enum(MATCH_KEYS).optional(),
});

export type PresetChoices = z.output<typeof presetChoicesSchema>;

/** The same as it may have been kept earlier, when “none” had a second name. */
export const keptPresetSchema = presetChoicesSchema.extend({
  notify: z.preprocess((kept) => (kept === "later" ? "none" : kept), z.enum(NOTIFY)),
});

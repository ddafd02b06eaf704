import * as z from "zod";
import { IMPORT_MODES } from "@/lib/imports/plan/modes";
import { grantsSchema, OWN_ACCOUNT_ONLY } from "@/lib/permissions/grants";

/** What new people are told: nothing, until somebody sends them a link, or a link by e-mail when they are created. */
export const NOTIFY = ["none", "email"] as const;
export type Notify = (typeof NOTIFY)[number];

/** Whether passwords of a file are taken, or everybody chooses their own by a link. */
export const PASSWORD_SETTINGS = ["link", "file"] as const;
export type PasswordSetting = (typeof PASSWORD_SETTINGS)[number];

export const NOTE_LENGTH_MAX = 1000;

/** What is chosen once for all new people of an import. A role is for those whose row has none. */
export const importChoicesSchema = z.strictObject({
  grants: grantsSchema,
  addressBook: z.boolean(),
  notify: z.enum(NOTIFY),
  note: z.string().trim().max(NOTE_LENGTH_MAX, `At most ${NOTE_LENGTH_MAX} characters.`),
});

export type ImportChoices = z.output<typeof importChoicesSchema>;

export const NO_CHOICES: ImportChoices = {
  grants: OWN_ACCOUNT_ONLY,
  addressBook: false,
  notify: "none",
  note: "",
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
});

export type PresetChoices = z.output<typeof presetChoicesSchema>;

/** The same as it may have been kept earlier, when “none” had a second name. */
export const keptPresetSchema = presetChoicesSchema.extend({
  notify: z.preprocess((kept) => (kept === "later" ? "none" : kept), z.enum(NOTIFY)),
});

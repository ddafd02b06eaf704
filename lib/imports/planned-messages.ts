import { type ImportChoices, NOTIFY_METHODS } from "@/lib/imports/choices";

/** Whom an import's selected rows let it write to. */
export type Reachable = {
  /** New people who have no password of the file, and of those whoever has an access email, and a mobile phone. */
  people: number;
  withEmail: number;
  withMobile: number;
  /** People whose row brings a password, and who have not activated their accounts. */
  withPassword: number;
};

/** `lacking` is how many get no SMS although one is chosen, as they have no mobile phone. */
export type PlannedMessages = { emails: number; sms: number; lacking: number };

/** What a commit queues by what is chosen, as its `queueMessages` does. */
export function plannedMessages(
  { people, withEmail, withMobile, withPassword }: Reachable,
  { notify, password }: Pick<ImportChoices, "notify" | "password">,
): PlannedMessages {
  const methods = NOTIFY_METHODS[notify];
  const mailed = methods.length > 0 && password === "chosenSent" ? withPassword : 0;
  const bySms = methods.includes("sms");
  return {
    emails: (methods.includes("email") ? withEmail : 0) + mailed,
    sms: bySms ? withMobile : 0,
    lacking: bySms ? people - withMobile : 0,
  };
}

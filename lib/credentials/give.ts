import "server-only";
import * as z from "zod";
import { record } from "@/lib/audit/record";
import { hashPassword } from "@/lib/auth/passwords";
import { namesOf } from "@/lib/credentials/links";
import { PASSWORD_CODE_POINTS_MAX } from "@/lib/credentials/password";
import { isChosen, PASSWORD_SETTINGS, type PasswordSetting } from "@/lib/credentials/password-setting";
import { judgePassword } from "@/lib/credentials/password-strength";
import { credentialPolicyOf } from "@/lib/credentials/policy";
import { setTemporaryPassword } from "@/lib/credentials/temporary-password";
import type { Transaction } from "@/lib/db";
import { queueMessage } from "@/lib/messages/queue-one";
import type { Actor } from "@/lib/permissions/actor";
import { can } from "@/lib/permissions/can";
import { fail, forbidden, ok, type Result } from "@/lib/result";
import type { UserInput } from "@/lib/users/input";

/** A setting as a form sends it, with the password where one is chosen. */
export const credentialsShape = z.object({
  setting: z.enum(PASSWORD_SETTINGS),
  password: z
    .string()
    .max(PASSWORD_CODE_POINTS_MAX * 4)
    .optional(),
});

export type GivenCredentials = z.output<typeof credentialsShape>;

/** What was decided for one new person, judged and hashed, to be carried out with what makes them. */
export type ReadyCredentials = {
  setting: PasswordSetting;
  chosen: { password: string; hash: string } | null;
};

export const NO_CREDENTIALS: ReadyCredentials = { setting: "link", chosen: null };

/** Judges what was decided for a new person, before anything is written; a chosen password by the same rules as one's own. */
export async function readyCredentials(
  actor: Actor,
  input: UserInput,
  { setting, password = "" }: GivenCredentials,
): Promise<Result<ReadyCredentials>> {
  if (setting === "link") return ok(NO_CREDENTIALS);
  if (!can(actor, "users.credentials.issue")) return forbidden();
  if (!isChosen(setting)) return ok({ setting, chosen: null });
  const policy = await credentialPolicyOf(actor.organization.id);
  const username = `${input.usernameLocal}@${input.domain}`;
  const person = { ...namesOf({ ...input, username }), organization: actor.organization.name };
  const { issue } = await judgePassword(password, policy, person);
  if (issue) return fail("invalid", issue, [{ path: "password", message: issue }]);
  return ok({ setting, chosen: { password, hash: await hashPassword(password) } });
}

/** Carries it out in the transaction that makes the person. */
export async function giveCredentials(
  tx: Transaction,
  actor: Actor,
  user: { id: string; username: string; accessEmail: string },
  { setting, chosen }: ReadyCredentials,
): Promise<void> {
  if (setting === "link") return;
  const organizationId = actor.organization.id;
  const key = { organizationId, userId: user.id };
  const mail = { ...key, address: user.accessEmail };
  if (setting === "linkSent") return queueMessage(tx, { ...mail, kind: "invitation" });
  if (setting === "generated") await queueMessage(tx, { ...mail, kind: "loginDetails" });
  if (chosen) {
    await setTemporaryPassword(tx, key, chosen.hash);
    if (setting === "chosenSent")
      await queueMessage(tx, { ...mail, kind: "loginDetails", password: chosen.password });
  }
  const subject = { type: "user" as const, id: user.id, name: user.username };
  const after = { passwordSetting: setting };
  await record(tx, organizationId, actor, "user.passwordGiven", subject, { after });
}

import "server-only";
import * as z from "zod";
import { record } from "@/lib/audit/record";
import { hashPassword } from "@/lib/auth/passwords";
import { namesOf } from "@/lib/credentials/links";
import { PASSWORD_CODE_POINTS_MAX } from "@/lib/credentials/password";
import {
  isChosen,
  PASSWORD_SETTINGS,
  type PasswordSetting,
  waysToTell,
} from "@/lib/credentials/password-setting";
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
  bySms: z.boolean().optional(),
});

export type GivenCredentials = z.output<typeof credentialsShape>;

/** What was decided for one new person, judged and hashed, to be carried out with what makes them. */
export type ReadyCredentials = {
  setting: PasswordSetting;
  ways: ("email" | "sms")[];
  chosen: { password: string; hash: string } | null;
};

export const NO_CREDENTIALS: ReadyCredentials = { setting: "link", ways: [], chosen: null };

/** Judges what was decided for a new person, before anything is written; a chosen password by the same rules as one's own. */
export async function readyCredentials(
  actor: Actor,
  input: UserInput,
  { setting, password = "", bySms = false }: GivenCredentials,
): Promise<Result<ReadyCredentials>> {
  if (setting === "link") return ok(NO_CREDENTIALS);
  if (!can(actor, "users.credentials.issue")) return forbidden();
  const ways = waysToTell(setting, bySms);
  if (ways.includes("sms") && !input.mobilePhone)
    return fail("invalid", NO_PHONE, [{ path: "mobilePhone", message: NO_PHONE }]);
  if (!isChosen(setting)) return ok({ setting, ways, chosen: null });
  const policy = await credentialPolicyOf(actor.organization.id);
  const username = `${input.usernameLocal}@${input.domain}`;
  const person = { ...namesOf({ ...input, username }), organization: actor.organization.name };
  const { issue } = await judgePassword(password, policy, person);
  if (issue) return fail("invalid", issue, [{ path: "password", message: issue }]);
  return ok({ setting, ways, chosen: { password, hash: await hashPassword(password) } });
}

const NO_PHONE = "Mobile phone is missing: the login details are to go there by SMS.";

/** Carries it out in the transaction that makes the person. */
export async function giveCredentials(
  tx: Transaction,
  actor: Actor,
  user: { id: string; username: string; accessEmail: string; mobilePhone: string | null },
  { setting, ways, chosen }: ReadyCredentials,
): Promise<void> {
  if (setting === "link") return;
  const organizationId = actor.organization.id;
  const key = { organizationId, userId: user.id };
  if (chosen) await setTemporaryPassword(tx, key, chosen.hash);
  const kind = setting === "linkSent" ? "invitation" : "loginDetails";
  const password = chosen ? { password: chosen.password } : {};
  for (const method of ways) {
    const address = method === "email" ? user.accessEmail : (user.mobilePhone ?? "");
    await queueMessage(tx, { ...key, kind, method, address, ...password });
  }
  if (setting === "linkSent") return;
  const subject = { type: "user" as const, id: user.id, name: user.username };
  const after = { passwordSetting: setting };
  await record(tx, organizationId, actor, "user.passwordGiven", subject, { after });
}

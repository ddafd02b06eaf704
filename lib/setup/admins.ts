import "server-only";
import { record } from "@/lib/audit/record";
import { writeInvitation } from "@/lib/credentials/invitations";
import { enterOrganization, type Transaction } from "@/lib/db";
import { publicUrl } from "@/lib/env";
import type { User } from "@/lib/generated/prisma/client";
import { clearSecondStep } from "@/lib/mfa/reset";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { routes } from "@/lib/routes";
import { endSessions } from "@/lib/sessions/end-sessions";
import { findOrganization, OPERATOR_ACTOR } from "@/lib/setup/organizations";
import { STATE_LABELS } from "@/lib/sso/provider";
import { insertUser } from "@/lib/users/commands";
import { userServerSchema } from "@/lib/users/schema-server";
import { statusOf } from "@/lib/users/status";

export type NewAdmin = {
  organization: string;
  firstName: string;
  lastName: string;
  /** With or without its domain; the primary one is taken without. */
  username: string;
  accessEmail: string;
};

/** Makes an organization's admin, pending, with a one-time link to activate the account. */
export async function createAdmin(
  tx: Transaction,
  given: NewAdmin,
): Promise<Result<{ username: string; link: string }>> {
  const organization = await findOrganization(tx, given.organization);
  if (!organization) return notFound("organization");
  const organizationId = organization.id;
  await enterOrganization(tx, organizationId, []);
  const [usernameLocal, ...domain] = (await usernameInFull(tx, organizationId, given.username)).split("@");
  const parsed = userServerSchema().safeParse({
    ...given,
    usernameLocal,
    domain: domain.join("@"),
    role: "admin",
  });
  if (!parsed.success) return fail("invalid", inWords(parsed.error));
  const created = await insertUser(tx, organizationId, OPERATOR_ACTOR, parsed.data);
  if (!created.ok) return fail(created.error.code, inWords(created.error));
  const username = `${parsed.data.usernameLocal}@${parsed.data.domain}`;
  const user = { organizationId, id: created.value.id, username };
  const token = await writeInvitation(tx, OPERATOR_ACTOR, user, "invitation");
  return ok({ username, link: publicUrl() + routes.activate(token) });
}

/**
 * Lets an admin who is locked out, suspended or has lost the password or the second step back in, by a one-time link:
 * the ways of the second step are taken away, and a required sign-on provider is offered beside passwords again.
 */
export async function resetAdmin(
  tx: Transaction,
  given: { organization: string; username: string },
): Promise<Result<{ username: string; link: string; isSecondStepReset: boolean }>> {
  const organization = await findOrganization(tx, given.organization);
  if (!organization) return notFound("organization");
  const organizationId = organization.id;
  await enterOrganization(tx, organizationId, []);
  const username = await usernameInFull(tx, organizationId, given.username);
  const user = await tx.user.findFirst({
    where: { organizationId, removedAt: null, role: "admin", username },
  });
  if (!user)
    return fail("notFound", `${organization.name} has no admin with the username “${given.username}”.`);
  await tx.user.update({
    where: { organizationId_id: { organizationId, id: user.id } },
    data: { suspendedAt: null, lockedUntil: null, failedSignIns: 0, accessEndsAt: null },
    select: { id: true },
  });
  const { suspendedAt, accessEndsAt } = user;
  if (suspendedAt || accessEndsAt) {
    const subject = { type: "user" as const, id: user.id, name: user.username };
    const before = { suspended: suspendedAt !== null, accessEndsAt: accessEndsAt?.toISOString() ?? null };
    await record(tx, organizationId, OPERATOR_ACTOR, "user.reactivated", subject, {
      before,
      after: { suspended: false, accessEndsAt: null },
    });
  }
  await letPasswordsIn(tx, organizationId);
  const isSecondStepReset = await clearSecondStep(tx, OPERATOR_ACTOR, user);
  if (isSecondStepReset) await endSessions(tx, { organizationId, userId: user.id });
  const kind = user.activatedAt ? "reset" : "invitation";
  const token = await writeInvitation(tx, OPERATOR_ACTOR, user, kind);
  const path = kind === "reset" ? routes.reset(token) : routes.activate(token);
  return ok({ username: user.username, link: publicUrl() + path, isSecondStepReset });
}

/** Where everybody has to come by a provider, the way back in for an admin is a password all the same. */
async function letPasswordsIn(tx: Transaction, organizationId: string): Promise<void> {
  const changed = await tx.signOnProvider.updateManyAndReturn({
    where: { organizationId, state: "required" },
    data: { state: "offered" },
    select: { id: true, name: true },
  });
  const changes = {
    before: { signOnState: STATE_LABELS.required },
    after: { signOnState: STATE_LABELS.offered },
  };
  for (const { id, name } of changed) {
    const subject = { type: "signOnProvider" as const, id, name };
    await record(tx, organizationId, OPERATOR_ACTOR, "signOn.updated", subject, changes);
  }
}

function inWords({ message, issues = [] }: { message: string; issues?: { message: string }[] }): string {
  return issues.length > 0 ? issues.map((issue) => issue.message).join(" ") : message;
}

/** The organization's active admin with that username, with or without its domain; else the longest-standing one. */
export async function findActiveAdmin(
  tx: Transaction,
  organizationId: string,
  given?: string,
): Promise<User | null> {
  const username = given ? await usernameInFull(tx, organizationId, given) : undefined;
  const admins = await tx.user.findMany({
    where: { organizationId, removedAt: null, role: "admin", ...(username ? { username } : {}) },
    orderBy: { id: "asc" },
  });
  return admins.find((user) => statusOf(user, new Date()) === "active") ?? null;
}

/** A username with its domain: the organization's primary one where none is given. */
async function usernameInFull(tx: Transaction, organizationId: string, given: string): Promise<string> {
  const username = given.trim().toLowerCase();
  if (username.includes("@")) return username;
  const primary = await tx.domain.findFirst({ where: { organizationId, isPrimary: true } });
  return `${username}@${primary?.name ?? ""}`;
}

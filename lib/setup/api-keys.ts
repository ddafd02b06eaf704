import "server-only";
import { writeApiKey } from "@/lib/api-keys/commands";
import { newApiKeyInput } from "@/lib/api-keys/input";
import { enterOrganization, type Transaction } from "@/lib/db";
import { fail, notFound, ok, type Result } from "@/lib/result";
import { findActiveAdmin } from "@/lib/setup/admins";
import { findOrganization, OPERATOR_ACTOR } from "@/lib/setup/organizations";

export type OperatorKey = {
  organization: string;
  name: string;
  scopes: string[];
  expiresInDays: number;
  /** Of the admin whose rights the key has at most; the longest-standing active one is taken without. */
  username?: string;
};

/** Makes a key at the command line, in the name of one of the organization's admins. */
export async function createKeyFor(
  tx: Transaction,
  given: OperatorKey,
): Promise<Result<{ secret: string; maker: string; expiresAt: Date }>> {
  const parsed = newApiKeyInput.safeParse(given);
  if (!parsed.success) return fail("invalid", parsed.error.issues.map(({ message }) => message).join(" "));
  const organization = await findOrganization(tx, given.organization);
  if (!organization) return notFound("organization");
  const organizationId = organization.id;
  await enterOrganization(tx, organizationId);
  const admin = await findActiveAdmin(tx, organizationId, given.username);
  if (!admin) return fail("notFound", `${organization.name} has no such active admin to make a key for.`);
  const name = `${admin.firstName} ${admin.lastName}`;
  const maker = { userId: admin.id, organizationId, name, username: admin.username, ip: null };
  const made = await writeApiKey(tx, organizationId, OPERATOR_ACTOR, maker, parsed.data);
  return ok({ secret: made.secret, maker: admin.username, expiresAt: made.expiresAt });
}

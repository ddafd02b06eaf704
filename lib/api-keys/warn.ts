import "server-only";
import { WARNED_DAYS } from "@/lib/api-keys/status";
import { findStored } from "@/lib/auth/stored-actor";
import { lookUp, type Transaction, withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { tellAdmins, tellPerson } from "@/lib/messages/notice";
import { routes } from "@/lib/routes";

/** Tells of the keys that end soon, in every organization: each once. */
export async function warnOfKeys(): Promise<void> {
  const found = await lookUp<{ id: string }>(
    Prisma.sql`SELECT organizations_with_keys_ending AS id FROM organizations_with_keys_ending()`,
  );
  for (const { id } of found) await withOrganization(id, (tx) => warnOfKeysOf(tx, id));
}

type Ending = { name: string; expiresAt: Date; maker: unknown };

async function warnOfKeysOf(tx: Transaction, organizationId: string): Promise<void> {
  const ending = await tx.$queryRaw<Ending[]>`
    UPDATE api_keys SET warned_at = now()
    WHERE organization_id = ${organizationId}::uuid AND revoked_at IS NULL AND warned_at IS NULL AND expires_at > now()
      AND expires_at <= now() + make_interval(days => ${WARNED_DAYS})
    RETURNING name, expires_at AS "expiresAt", maker`;
  for (const key of ending) await warnOf(tx, organizationId, key);
}

/** Whoever made it knows what it is for; where they are gone, or are another organization's, the admins are told. */
async function warnOf(
  tx: Transaction,
  organizationId: string,
  { name, expiresAt, maker }: Ending,
): Promise<void> {
  const made = findStored(maker);
  const notice = {
    about: `The API key “${name}” ends soon`,
    words: `The API key “${name}” holds until ${DAY.format(expiresAt)}. Replace it in time, so that the program that uses it goes on: the old key can hold for some days beside the new one.`,
    link: routes.apiKeys,
  };
  if (made?.organizationId === organizationId && (await tellPerson(tx, organizationId, made.userId, notice)))
    return;
  await tellAdmins(tx, organizationId, notice);
}

const DAY = new Intl.DateTimeFormat("en-GB", { dateStyle: "long", timeZone: "UTC" });

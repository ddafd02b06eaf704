import { withOrganization } from "@/lib/db";
import { newId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { assignExtension } from "@/lib/telephony/assign-commands";
import { createExtension } from "@/lib/telephony/commands";
import type { NewExtension } from "@/lib/telephony/input";
import { type TestOrganization, unwrap } from "@/tests/support/product-people";

/** What an extension's form comes to. */
export const extensionGiven = (fields: Partial<NewExtension> = {}): NewExtension => ({
  number: null,
  displayName: "",
  type: "sip",
  voicemail: false,
  forceLogin: false,
  ...fields,
});

/** An extension of the actor's organization, perhaps given to somebody. */
export async function makeExtension(actor: Actor, fields: Partial<NewExtension> = {}, userId?: string) {
  const made = unwrap(await createExtension(actor, extensionGiven(fields)));
  if (userId) unwrap(await assignExtension(actor, made.id, userId));
  return made;
}

/** A session of somebody, live unless told otherwise. */
export async function startSession(
  { id: organizationId }: Pick<TestOrganization, "id">,
  userId: string,
  fields: { createdAt?: Date; lastSeenAt?: Date; expiresAt?: Date } = {},
): Promise<string> {
  const id = newId();
  const expiresAt = new Date(Date.now() + 3_600_000);
  await withOrganization(organizationId, (tx) =>
    tx.session.create({ data: { organizationId, id, userId, expiresAt, ...fields } }),
  );
  return id;
}

import "server-only";
import { withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { type ExtensionListed, selectExtensions } from "@/lib/telephony/queries";
import { readTelephonySettings } from "@/lib/telephony/settings";

/** What somebody has of their own extension. */
export type OwnExtension = {
  extension: ExtensionListed;
  /** Where its phone signs in: the SIP address, and the server where that is another one. */
  address: string | null;
  server: string | null;
  queues: { name: string; number: string; paused: boolean }[];
};

/** One's own extension at home; null for somebody who has none. */
export function ownExtension(actor: Actor): Promise<OwnExtension | null> {
  demand(actor, "account.read");
  return extensionHeldBy(actor.organizationId, actor.userId);
}

/** The same of anybody, for a caller that has asked whether it may. */
export function extensionHeldBy(organizationId: string, userId: string): Promise<OwnExtension | null> {
  return withOrganization(organizationId, async (tx) => {
    const mine = Prisma.sql`e.user_id = ${userId}::uuid AND u.removed_at IS NULL`;
    const [extension] = await selectExtensions(tx, organizationId, mine);
    if (!extension) return null;
    const { sipDomain, sipServer } = await readTelephonySettings(tx, organizationId);
    const members = await tx.callQueueMember.findMany({
      where: { organizationId, extensionId: extension.id },
      select: { paused: true, queue: { select: { name: true, number: true } } },
      orderBy: { queue: { name: "asc" } },
    });
    const isSip = extension.type === "sip" && sipDomain !== "";
    return {
      extension,
      address: isSip ? `${extension.number}@${sipDomain}` : null,
      server: isSip ? (sipServer ?? sipDomain) : null,
      queues: members.map(({ paused, queue }) => ({ ...queue, paused })),
    };
  });
}

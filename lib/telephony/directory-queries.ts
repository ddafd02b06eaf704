import "server-only";
import { withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";
import { isNumber } from "@/lib/telephony/numbers";

type DirectoryExtension = {
  realm: string;
  number: string;
  displayName: string;
  type: string;
  voicemail: boolean;
  forceLogin: boolean;
  mayRegister: boolean;
  mayCall: boolean;
};

type DirectoryQueue = {
  realm: string;
  number: string;
  name: string;
  strategy: string;
  voicemail: boolean;
  members: { number: string; paused: boolean; mayCall: boolean }[];
};

export type TelephonyDirectory = { extensions: DirectoryExtension[]; queues: DirectoryQueue[] };

/** What a PBX asks for: who may register and be called at this moment, and the queues; or the one with a number. */
export async function readTelephonyDirectory(
  actor: Actor,
  number: string | null,
): Promise<TelephonyDirectory> {
  demand(actor, "telephony.read");
  if (number !== null && !isNumber(number)) return { extensions: [], queues: [] };
  const { id } = actor.organization;
  const only = (column: Prisma.Sql) =>
    number === null ? Prisma.empty : Prisma.sql`AND ${column} = ${number}`;
  return withOrganization(id, async (tx) => ({
    extensions: await tx.$queryRaw<DirectoryExtension[]>`
      SELECT realm, number, display_name AS "displayName", type, voicemail, force_login AS "forceLogin",
        may_register AS "mayRegister", may_call AS "mayCall"
      FROM extension_states WHERE organization_id = ${id}::uuid ${only(Prisma.sql`number`)} ORDER BY number::int`,
    queues: await tx.$queryRaw<DirectoryQueue[]>`
      SELECT t.sip_domain AS realm, q.number, q.name, q.strategy, q.voicemail,
        coalesce((SELECT jsonb_agg(jsonb_build_object('number', s.number, 'paused', m.paused, 'mayCall', s.may_call)
            ORDER BY m.position)
          FROM call_queue_members m
          JOIN extension_states s ON s.organization_id = m.organization_id AND s.id = m.extension_id
          WHERE m.organization_id = q.organization_id AND m.queue_id = q.id), '[]') AS members
      FROM call_queues q JOIN telephony_settings t ON t.organization_id = q.organization_id
      WHERE q.organization_id = ${id}::uuid ${only(Prisma.sql`q.number`)} ORDER BY q.number::int`,
  }));
}

import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import { withOrganization } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import type { Actor } from "@/lib/permissions/actor";

export const LICENSE_HEADER = [
  "Service",
  "First name",
  "Last name",
  "Username",
  "Access email",
  "Seat",
  "Since (UTC)",
  "By",
];

const BATCH_SIZE = 1_000;

type Row = {
  serviceId: string;
  userId: string;
  service: string;
  firstName: string;
  lastName: string;
  username: string;
  accessEmail: string;
  since: Date;
  by: unknown;
};

/** Who has a seat of which service and, behind them, who waits for one. */
export async function* licenseRows(
  actor: Actor,
  cellsOf: (moment: Date) => string,
): AsyncGenerator<string[][]> {
  const kinds = [
    {
      words: "Has one",
      from: Prisma.sql`seats`,
      since: Prisma.sql`s.assigned_at`,
      by: Prisma.sql`s.assigned_by`,
    },
    {
      words: "Waits",
      from: Prisma.sql`seat_waits`,
      since: Prisma.sql`s.asked_at`,
      by: Prisma.sql`s.asked_by`,
    },
  ];
  const { id: organizationId } = actor.organization;
  for (const { words, from, since, by } of kinds) {
    for (let after: Row | undefined; ; ) {
      const behind = after
        ? Prisma.sql`AND (s.service_id, s.user_id) > (${after.serviceId}::uuid, ${after.userId}::uuid)`
        : Prisma.empty;
      const found: Row[] = await withOrganization(
        organizationId,
        (tx) => tx.$queryRaw<Row[]>`
          SELECT s.service_id::text AS "serviceId", s.user_id::text AS "userId", v.name AS service,
            u.first_name AS "firstName", u.last_name AS "lastName", u.username, u.access_email AS "accessEmail",
            ${since} AS since, ${by} AS by
          FROM ${from} s
          JOIN services v ON v.organization_id = s.organization_id AND v.id = s.service_id
          JOIN users u ON u.organization_id = s.organization_id AND u.id = s.user_id
          WHERE s.organization_id = ${organizationId}::uuid ${behind}
          ORDER BY s.service_id, s.user_id LIMIT ${BATCH_SIZE}`,
      );
      if (found.length > 0)
        yield found.map((row) => [
          row.service,
          row.firstName,
          row.lastName,
          row.username,
          row.accessEmail,
          words,
          cellsOf(row.since),
          storedName(row.by) ?? "",
        ]);
      after = found.length === BATCH_SIZE ? found.at(-1) : undefined;
      if (!after) break;
    }
  }
}

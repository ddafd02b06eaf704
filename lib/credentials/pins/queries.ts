import "server-only";
import { storedName } from "@/lib/auth/stored-actor";
import type { PinListQuery } from "@/lib/credentials/pins/list";
import {
  type PinState,
  pinStateOf,
  REVOKED_BECAUSE,
  type RevokedBecause,
} from "@/lib/credentials/pins/state";
import { readRows } from "@/lib/db";
import { Prisma } from "@/lib/generated/prisma/client";
import { isId } from "@/lib/ids";
import type { Actor } from "@/lib/permissions/actor";
import { demand } from "@/lib/permissions/demand";

/** A PIN that was issued, and what became of it. Its digits are nowhere. */
export type PinRow = {
  id: string;
  userId: string;
  name: string;
  username: string;
  issuedBy: string;
  uses: number;
  usesLeft: number;
  createdAt: Date;
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  revokedBecause: RevokedBecause | null;
  state: PinState;
};

export type PinPage = { rows: PinRow[]; older: string | null };

const PAGE_SIZE = 50;
const PERSON_MAX = 50;

/** Every PIN of the organization, the newest first. @throws Error unless the actor may see them */
export async function listPins(actor: Actor, { state, before }: PinListQuery): Promise<PinPage> {
  const conditions = [
    ...(before ? [Prisma.sql`p.id < ${before}::uuid`] : []),
    ...(state ? [STATE_CONDITIONS[state]] : []),
  ];
  const found = await read(actor, conditions, PAGE_SIZE + 1);
  const rows = found.slice(0, PAGE_SIZE);
  return { rows, older: found.length > PAGE_SIZE ? (rows.at(-1)?.id ?? null) : null };
}

/** The latest PINs of one person, the newest first. @throws Error unless the actor may see them */
export function listPinsOf(actor: Actor, userId: string): Promise<PinRow[]> {
  return isId(userId)
    ? read(actor, [Prisma.sql`p.user_id = ${userId}::uuid`], PERSON_MAX)
    : Promise.resolve([]);
}

// Mirrors pinStateOf; a test compares the two on every combination of facts.
const STATE_CONDITIONS: Record<PinState, Prisma.Sql> = {
  usedUp: Prisma.sql`p.uses_left = 0`,
  void: Prisma.sql`p.uses_left > 0 AND p.revoked_at < p.expires_at`,
  expired: Prisma.sql`p.uses_left > 0 AND coalesce(p.revoked_at >= p.expires_at, true) AND p.expires_at <= now()`,
  open: Prisma.sql`p.uses_left > 0 AND coalesce(p.revoked_at >= p.expires_at, true) AND p.expires_at > now()`,
};

type FoundRow = Omit<PinRow, "issuedBy" | "revokedBecause" | "state"> & {
  issuedBy: unknown;
  revokedBecause: string | null;
};

async function read(actor: Actor, conditions: Prisma.Sql[], limit: number): Promise<PinRow[]> {
  demand(actor, "users.credentials.read");
  const { id: organizationId } = actor.organization;
  const where = Prisma.join(
    [Prisma.sql`p.organization_id = ${organizationId}::uuid`, ...conditions],
    " AND ",
  );
  const found = await readRows<FoundRow>(
    organizationId,
    Prisma.sql`
      SELECT p.id, p.user_id AS "userId", u.first_name || ' ' || u.last_name AS name, u.username,
        p.issued_by AS "issuedBy", p.uses, p.uses_left AS "usesLeft", p.created_at AS "createdAt",
        p.expires_at AS "expiresAt", p.last_used_at AS "lastUsedAt", p.revoked_at AS "revokedAt",
        p.revoked_because AS "revokedBecause"
      FROM pins p JOIN users u ON u.organization_id = p.organization_id AND u.id = p.user_id
      WHERE ${where} ORDER BY p.id DESC LIMIT ${limit}`,
  );
  const now = new Date();
  return found.map((row) => ({
    ...row,
    issuedBy: storedName(row.issuedBy) ?? "",
    revokedBecause: REVOKED_BECAUSE.find((each) => each === row.revokedBecause) ?? null,
    state: pinStateOf(row, now),
  }));
}

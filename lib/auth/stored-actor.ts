import * as z from "zod";
import type { Person } from "@/lib/permissions/actor";

const storedActor = z.object({
  userId: z.string(),
  organizationId: z.string(),
  name: z.string(),
  username: z.string(),
  ip: z.string().nullable(),
  /** The key that they acted by, whose scopes bind the job too. */
  apiKeyId: z.string().optional(),
  /** The token of a SCIM connection that they acted by, which binds the job as well. */
  scimTokenId: z.string().optional(),
});

/** Who asked for a job, as the job's row keeps it. Rights are not kept: they are read again when it is carried out. */
export type StoredActor = z.output<typeof storedActor>;

export function storeActor(person: Person): StoredActor {
  const { userId, organizationId, name, username, ip, apiKeyId, scimTokenId } = person;
  const by = { ...(apiKeyId ? { apiKeyId } : {}), ...(scimTokenId ? { scimTokenId } : {}) };
  return { userId, organizationId, name, username, ip, ...by };
}

/** Whom a row keeps, if anybody. */
export const findStored = (kept: unknown): StoredActor | null => storedActor.safeParse(kept).data ?? null;

/** Who a row keeps, by name; null for nobody. */
export const storedName = (stored: unknown): string | null => findStored(stored)?.name ?? null;

/** Whether it is this person whom a row keeps. */
export function isStored(kept: unknown, { userId, organizationId }: Person): boolean {
  const { data } = storedActor.safeParse(kept);
  return data?.userId === userId && data.organizationId === organizationId;
}

/** Whoever a row keeps. */
export const readStored = (kept: unknown): StoredActor => storedActor.parse(kept);

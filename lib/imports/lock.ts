import "server-only";
import type { Transaction } from "@/lib/db";
import type { Prisma } from "@/lib/generated/prisma/client";

type Import = Prisma.ImportGetPayload<object>;

/** Locks an import for the rest of a transaction, and reads it as Prisma would, by the same statement; null when there is none. */
export async function lockImport(
  tx: Transaction,
  organizationId: string,
  importId: string,
): Promise<Import | null> {
  const [row] = await tx.$queryRaw<object[]>`
    SELECT * FROM imports WHERE organization_id = ${organizationId}::uuid AND id = ${importId}::uuid FOR UPDATE`;
  if (!row) return null;
  const named = Object.entries(row).map(([column, value]) => [fieldOf(column), value]);
  return Object.fromEntries(named) as Import;
}

const fieldOf = (column: string) => column.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());

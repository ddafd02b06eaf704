import "server-only";
import type { Transaction } from "@/lib/db";
import { fail, ok, type Result } from "@/lib/result";
import { quote } from "@/lib/users/reading";

/** Writes down who holds each value of a property anew, or that nobody does; refused where two hold the same. */
export async function holdValues(
  tx: Transaction,
  organizationId: string,
  { id, isUnique }: { id: string; isUnique: boolean },
): Promise<Result<null>> {
  await tx.$executeRaw`
    DELETE FROM property_values WHERE organization_id = ${organizationId}::uuid AND property_id = ${id}::uuid`;
  if (!isUnique) return ok(null);
  const [shared, ...others] = await tx.$queryRaw<{ value: string; people: number }[]>`
    SELECT properties ->> ${id}::text AS value, count(*)::int AS people FROM users
    WHERE organization_id = ${organizationId}::uuid AND removed_at IS NULL AND properties ->> ${id}::text IS NOT NULL
    GROUP BY 1 HAVING count(*) > 1 ORDER BY 2 DESC, 1 LIMIT 1000`;
  if (shared) {
    const more =
      others.length > 0 ? `, and ${others.length.toLocaleString("en")} more values are shared` : "";
    const message = `${shared.people} people have the value ${quote(shared.value)}${more}. Give them values of their own first.`;
    return fail("invalid", message, [{ path: "isUnique", message }]);
  }
  await tx.$executeRaw`
    INSERT INTO property_values (organization_id, property_id, value, user_id)
    SELECT organization_id, ${id}::uuid, properties ->> ${id}::text, id FROM users
    WHERE organization_id = ${organizationId}::uuid AND removed_at IS NULL AND properties ->> ${id}::text IS NOT NULL`;
  return ok(null);
}

import { adminQuery } from "@/tests/support/product-database";
import type { TestOrganization } from "@/tests/support/product-people";

/** So many active people called Mona, with one statement. @returns their ids in order */
export async function addMany(
  { id, domainId, domain }: TestOrganization,
  count: number,
  lastName = "Many",
): Promise<string[]> {
  const rows = await adminQuery<{ id: string }>(
    `INSERT INTO users (organization_id, id, first_name, last_name, username, domain_id, access_email, activated_at)
     SELECT $1, uuid7(), 'Mona', $5 || ' ' || n, lower($5) || n || '@' || $3, $2, lower($5) || n || '@x.example', now()
     FROM generate_series(1, $4::int) AS n RETURNING id`,
    [id, domainId, domain, count, lastName],
  );
  return rows.map((row) => row.id).sort();
}

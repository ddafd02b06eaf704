import pg from "pg";
import type { Product } from "@/scripts/bench/shared/product";

/** Does something with a connection that sees every organization. */
export async function withDatabase<T>(product: Product, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const connectionString = product.superuserUrl();
  const client = new pg.Client({ connectionString, connectionTimeoutMillis: 10_000, query_timeout: 600_000 });
  // A server that is killed under a connection reports it here; the query fails by itself.
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    // It never ends where the server went away at that moment.
    client.end().catch(() => undefined);
  }
}

/** How many people an organization has. */
export async function countPeople(client: pg.Client, slug: string): Promise<number> {
  const { rows } = await client.query<{ count: number }>(
    `SELECT count(*)::int AS count FROM users u JOIN organizations o ON o.id = u.organization_id
     WHERE o.slug = $1 AND u.removed_at IS NULL`,
    [slug],
  );
  return rows[0]?.count ?? 0;
}

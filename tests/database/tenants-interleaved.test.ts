import { expect, test } from "vitest";
import { createClient, type Transaction, withOrganization } from "@/lib/db";
import { adminQuery, urls } from "@/tests/support/product-database";
import { makeOrganization, makeUser } from "@/tests/support/product-people";

const ORGANIZATIONS = 20;
const REQUESTS = 20_000;
const CONNECTIONS = 5;
const AT_ONCE = 40;

class Aborted extends Error {}

/** A small generator (mulberry32), so that a failure can be run again. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

test("20,000 interleaved requests of 20 organizations through 5 connections see and write their own rows alone", async () => {
  const organizations: string[] = [];
  for (let index = 0; index < ORGANIZATIONS; index += 1) {
    const organization = await makeOrganization();
    await makeUser(organization);
    await makeUser(organization);
    organizations.push(organization.id);
  }
  const client = createClient(urls.app, CONNECTIONS);
  const random = randomFrom(20_261_121);
  const committed = new Map(organizations.map((id) => [id, 0]));
  const wrongRows: string[] = [];
  let aborted = 0;

  type Request = { organizationId: string; abortAt: number | null; viaPrisma: boolean; writes: boolean };
  const request = async ({ organizationId, abortAt, viaPrisma, writes }: Request) => {
    const abortIf = (point: number) => {
      if (abortAt === point) throw new Aborted();
    };
    const look = async (tx: Transaction) => {
      const seen = viaPrisma
        ? (await tx.user.findMany({ select: { organizationId: true } })).map((row) => row.organizationId)
        : (await tx.$queryRaw<{ id: string }[]>`SELECT organization_id AS id FROM users`).map(({ id }) => id);
      if (seen.length !== 2) wrongRows.push(`${organizationId} sees ${seen.length} users`);
      wrongRows.push(
        ...seen.filter((id) => id !== organizationId).map((id) => `${organizationId} sees ${id}`),
      );
    };
    const write = (tx: Transaction) =>
      viaPrisma
        ? tx.userCountChange.create({ data: { organizationId, change: 1 }, select: { id: true } })
        : tx.$executeRaw`INSERT INTO user_count_changes (organization_id, change) VALUES (current_organization(), 1)`;
    try {
      await withOrganization(
        organizationId,
        async (tx) => {
          abortIf(0);
          await look(tx);
          abortIf(1);
          if (writes) await write(tx);
          abortIf(2);
          // A statement that fails aborts the transaction on the server's side too.
          if (abortAt === 3) await tx.$queryRaw`SELECT 1 / 0`;
        },
        { client },
      );
      if (writes) committed.set(organizationId, (committed.get(organizationId) ?? 0) + 1);
    } catch (error) {
      if (abortAt === null || !(error instanceof Aborted || String(error).includes("division by zero")))
        throw error;
      aborted += 1;
    }
  };

  let left = REQUESTS;
  const work = async () => {
    while (left > 0) {
      left -= 1;
      const organizationId = organizations[Math.floor(random() * ORGANIZATIONS)] ?? "";
      const abortAt = random() < 1 / 3 ? Math.floor(random() * 4) : null;
      await request({ organizationId, abortAt, viaPrisma: random() < 0.2, writes: random() < 0.5 });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  await client.$disconnect();

  expect(wrongRows).toEqual([]);
  expect(aborted).toBeGreaterThan(REQUESTS / 4);
  const written = await adminQuery<{ id: string; sum: number }>(
    "SELECT organization_id AS id, sum(change)::int - 2 AS sum FROM user_count_changes GROUP BY 1",
  );
  expect(new Map(written.map(({ id, sum }) => [id, sum]))).toEqual(committed);
}, 180_000);

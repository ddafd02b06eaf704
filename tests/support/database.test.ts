import { Client } from "pg";
import { describe, expect, test } from "vitest";
import { testDatabase } from "@/tests/support/database";
import { refuseRemote } from "@/tests/support/template";

const first = await testDatabase();
const second = await testDatabase();

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

describe("testDatabase", () => {
  test("gives databases that are migrated, empty and apart", async () => {
    const add = "INSERT INTO throttles (key, points) VALUES ('one', 1)";
    await query(first.appUrl, add);
    await query(second.appUrl, add);
    expect(await query(first.appUrl, "SELECT key FROM throttles")).toEqual([{ key: "one" }]);
  });

  test("connects as an application that owns nothing, an owner that is no superuser, and a superuser", async () => {
    const sql = `SELECT rolsuper AS super, rolbypassrls AS bypasses,
      EXISTS (SELECT FROM pg_tables WHERE schemaname = 'public' AND tableowner = current_user) AS owns
      FROM pg_roles WHERE rolname = current_user`;
    expect(await query(first.appUrl, sql)).toEqual([{ super: false, bypasses: false, owns: false }]);
    expect(await query(first.ownerUrl, sql)).toEqual([{ super: false, bypasses: false, owns: true }]);
    expect(await query(first.adminUrl, sql)).toMatchObject([{ super: true }]);
  });

  test("is never of another machine", () => {
    expect(() => refuseRemote("postgresql://u:p@db.example.com/people")).toThrow(/this machine only/);
    expect(() => refuseRemote(first.adminUrl)).not.toThrow();
  });
});

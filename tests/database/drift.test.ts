import { readFileSync } from "node:fs";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { Prisma } from "@/lib/generated/prisma/client";
import { findDrift, readDatabase, readSchema } from "@/tests/database/schema-drift";
import { urls } from "@/tests/support/product-database";

const text = readFileSync(new URL("../../prisma/schema.prisma", import.meta.url), "utf8");
const schema = readSchema(text);
const owner = new pg.Client({ connectionString: urls.owner });
beforeAll(() => owner.connect());
afterAll(() => owner.end());

test("the migrated database has the tables, columns, types and keys of the Prisma schema", async () => {
  expect(Object.keys(schema).length).toBe(Object.keys(Prisma.ModelName).length);
  expect(schema.users?.columns.locked_until).toEqual({
    type: "timestamp(3) with time zone",
    nullable: true,
    hasDefault: false,
  });
  expect(findDrift(schema, await readDatabase(owner))).toEqual([]);
});

describe("a planted difference is found:", () => {
  test.each([
    ["a column more", "ALTER TABLE users ADD nickname text", "users.nickname"],
    ["a column less", "ALTER TABLE sessions DROP user_agent", "sessions.user_agent"],
    ["another type", "ALTER TABLE sessions ALTER user_agent TYPE varchar(300)", "sessions.user_agent"],
    [
      "another precision",
      "ALTER TABLE sessions ALTER confirmed_at TYPE timestamptz(0)",
      "sessions.confirmed_at",
    ],
    ["a column that may be null", "ALTER TABLE users ALTER version DROP NOT NULL", "users.version"],
    ["a column that may not", "ALTER TABLE users ALTER company SET NOT NULL", "users.company"],
    ["a default less", "ALTER TABLE users ALTER role DROP DEFAULT", "users.role"],
    [
      "a primary key less",
      "ALTER TABLE sessions DROP CONSTRAINT sessions_pkey CASCADE",
      "sessions.primary key",
    ],
    [
      "a unique key more",
      "ALTER TABLE domains ADD UNIQUE (organization_id, is_primary)",
      "domains.unique keys",
    ],
    ["a table more", "CREATE TABLE notes (id int)", "notes: no model"],
    ["a table less", "DROP TABLE throttles", "throttles: no table"],
  ])("%s", async (_, statement, fault) => {
    await owner.query("BEGIN");
    try {
      await owner.query(statement);
      const drift = findDrift(schema, await readDatabase(owner));
      expect(drift).toHaveLength(1);
      expect(drift[0]?.startsWith(fault)).toBe(true);
    } finally {
      await owner.query("ROLLBACK");
    }
  });

  test("a field more in the schema", async () => {
    const planted = text.replace("  udid ", "  nickname String?\n  udid ");
    expect(findDrift(readSchema(planted), await readDatabase(owner))).toEqual([
      'users.nickname: the schema has {"type":"text","nullable":true,"hasDefault":false}, the database has undefined',
    ]);
  });
});

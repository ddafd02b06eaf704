import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll } from "vitest";
import { testDatabase } from "@/tests/support/database";

// The product reads its settings once, so they are set before a test file imports any of it.
const database = await testDatabase();
const dataDir = mkdtempSync(join(tmpdir(), "rollcall-data-"));
Object.assign(process.env, {
  NODE_ENV: "test",
  LOG_LEVEL: "silent",
  ROLLCALL_DATA_DIR: dataDir,
  ROLLCALL_URL: "http://rollcall.example",
  ROLLCALL_OUTGOING_NETWORKS: "127.0.0.0/8",
  ROLLCALL_OUTGOING_HTTP: "true",
  ROLLCALL_SSO_LOOPBACK: "allowed",
  NEXTAUTH_SECRET: "known to the tests and to nobody else",
  DATABASE_URL: database.ownerUrl,
  DATABASE_APP_URL: database.appUrl,
  TEST_ADMIN_URL: database.adminUrl,
});

afterAll(async () => {
  const { db } = await import("@/lib/db");
  await db().$disconnect();
  rmSync(dataDir, { recursive: true, force: true });
});

import { execFileSync } from "node:child_process";
import { once } from "node:events";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { fileURLToPath } from "node:url";
import type pg from "pg";
import { from as copyFrom, to as copyTo } from "pg-copy-streams";
import type { Format } from "@/scripts/bench/shared/people-file";
import { median } from "@/scripts/bench/shared/statistics";
import { projectDir } from "@/scripts/shared/project";

const REPEATS = 3;

/** Seconds that the library alone takes to read a file, in a process of its own: the median of three. */
export function measureReading(file: string, format: Format): number {
  const program = fileURLToPath(new URL(READERS[format], import.meta.url));
  const run = () => {
    const printed = execFileSync(process.execPath, [program, file], { cwd: projectDir, encoding: "utf8" });
    return (JSON.parse(printed) as { seconds: number }).seconds;
  };
  return median(Array.from({ length: REPEATS }, run));
}

const READERS: Record<Format, string> = { csv: "papaparse.mjs", xlsx: "xlsx.mjs" };

/** What an import wrote, as a condition on the table. */
const WRITTEN = {
  users: (importId: string) =>
    `id IN (SELECT user_id FROM import_rows WHERE import_id = '${importId}' AND fate IN ('create', 'update'))`,
  audit_events: (importId: string) =>
    `subject_type = 'user' AND changes->'after'->>'importId' = '${importId}'`,
};

type TableName = keyof typeof WRITTEN;

const TABLES = Object.keys(WRITTEN) as TableName[];

/**
 * Seconds that `COPY … FROM STDIN` takes for the very rows that an import wrote, into empty copies of the tables with
 * all their indexes and generated columns, in one durable transaction: the median of three.
 */
export async function measureCopy(client: pg.Client, importId: string): Promise<number> {
  const data = new Map<TableName, { columns: string; bytes: Buffer[] }>();
  for (const table of TABLES) data.set(table, await takeOut(client, table, importId));
  const seconds: number[] = [];
  for (let repeat = 0; repeat < REPEATS; repeat += 1) {
    await makeCopies(client);
    const startedAt = performance.now();
    await client.query("BEGIN");
    for (const [table, { columns, bytes }] of data) {
      const target = client.query(copyFrom(`COPY bench.${table} (${columns}) FROM STDIN`));
      await pipeline(Readable.from(bytes), target);
    }
    await client.query("COMMIT");
    seconds.push((performance.now() - startedAt) / 1000);
  }
  await client.query("DROP SCHEMA bench CASCADE");
  return median(seconds);
}

async function takeOut(client: pg.Client, table: TableName, importId: string) {
  const { rows } = await client.query<{ columns: string }>(
    `SELECT string_agg(quote_ident(attname), ', ' ORDER BY attnum) AS columns FROM pg_attribute
     WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped AND attgenerated = ''`,
    [table],
  );
  const columns = rows[0]?.columns ?? "";
  const bytes: Buffer[] = [];
  const source = client.query(
    copyTo(`COPY (SELECT ${columns} FROM ${table} WHERE ${WRITTEN[table](importId)}) TO STDOUT`),
  );
  source.on("data", (chunk: Buffer) => bytes.push(chunk));
  await once(source, "end");
  return { columns, bytes };
}

// Committed before the COPY: into a table of the same transaction Postgres would write no log at all.
async function makeCopies(client: pg.Client): Promise<void> {
  await client.query("DROP SCHEMA IF EXISTS bench CASCADE; CREATE SCHEMA bench");
  for (const table of TABLES) await client.query(`CREATE TABLE bench.${table} (LIKE ${table} INCLUDING ALL)`);
}

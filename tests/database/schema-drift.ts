import type { ClientBase } from "pg";

/** A column as `format_type` calls it, such as `timestamp(3) with time zone`. */
type Column = { type: string; nullable: boolean; hasDefault: boolean };
type Table = { columns: Record<string, Column>; primaryKey: string[]; uniqueKeys: string[] };
export type Tables = Record<string, Table>;

/** Everything in which a database differs from the Prisma schema, in words. */
export function findDrift(schema: Tables, database: Tables): string[] {
  const names = [...new Set([...Object.keys(schema), ...Object.keys(database)])].sort();
  return names.flatMap((name) => {
    const [wanted, actual] = [schema[name], database[name]];
    if (!wanted) return [`${name}: no model`];
    if (!actual) return [`${name}: no table`];
    return [
      ...differences(name, wanted.columns, actual.columns),
      ...differences(
        name,
        { "primary key": wanted.primaryKey, "unique keys": wanted.uniqueKeys },
        { "primary key": actual.primaryKey, "unique keys": actual.uniqueKeys },
      ),
    ];
  });
}

function differences(
  table: string,
  wanted: Record<string, unknown>,
  actual: Record<string, unknown>,
): string[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(actual)])].sort();
  return names
    .map((name) => [name, JSON.stringify(wanted[name]), JSON.stringify(actual[name])] as const)
    .filter(([, one, other]) => one !== other)
    .map(([name, one, other]) => `${table}.${name}: the schema has ${one}, the database has ${other}`);
}

/** The tables of a Prisma schema. @throws Error on a line that it does not understand. */
export function readSchema(text: string): Tables {
  const models = [...text.matchAll(/^model (\w+) \{\n([\s\S]*?)^\}/gm)];
  const names = new Set(models.map(([, name]) => name ?? ""));
  return Object.fromEntries(models.map(([, , body = ""]) => readModel(body, names)));
}

function readModel(body: string, models: Set<string>): [string, Table] {
  const lines = body.split("\n").flatMap((line) => line.trim() || []);
  const table = lines.map((line) => /^@@map\("(\w+)"\)$/.exec(line)?.[1]).find(Boolean);
  if (!table) throw new Error(`A model has no @@map:\n${body}`);
  const columnOf = new Map<string, string>();
  const columns: [string, Column][] = [];
  let primaryKey: string[] = [];
  const uniqueKeys: string[] = [];
  for (const line of lines) {
    const block = /^@@(\w+)\((.*)\)$/.exec(line);
    const listed = (block?.[2] ?? "").replace(/[[\]]/g, "").split(", ");
    const keys = listed.map((field) => columnOf.get(field) ?? field);
    if (block?.[1] === "id") primaryKey = keys;
    else if (block?.[1] === "unique") uniqueKeys.push(keys.join(", "));
    else if (!block) {
      const [, field = "", type = "", list, optional, attributes = ""] =
        /^(\w+)\s+(\w+)(\[\])?(\?)?(?:\s+(.*))?$/.exec(line) ?? [];
      if (!type) throw new Error(`This line of the schema is not understood: ${line}`);
      if (models.has(type)) continue;
      const name = /@map\("(\w+)"\)/.exec(attributes)?.[1] ?? field;
      columnOf.set(field, name);
      const hasDefault = attributes.includes("@default(");
      columns.push([
        name,
        { type: typeOf(type, attributes) + (list ?? ""), nullable: Boolean(optional), hasDefault },
      ]);
      if (/@id\b/.test(attributes)) primaryKey = [name];
      if (/@unique\b/.test(attributes)) uniqueKeys.push(name);
    }
  }
  return [table, { columns: Object.fromEntries(columns), primaryKey, uniqueKeys: uniqueKeys.sort() }];
}

const TYPES: Record<string, string> = {
  String: "text",
  Int: "integer",
  BigInt: "bigint",
  Boolean: "boolean",
  DateTime: "timestamp(3) without time zone",
  Json: "jsonb",
  Bytes: "bytea",
};

function typeOf(type: string, attributes: string): string {
  const [, native, size = ""] = /@db\.(\w+)(\(\d+\))?/.exec(attributes) ?? [];
  const natives: Record<string, string> = {
    Uuid: "uuid",
    Date: "date",
    Char: `character${size}`,
    VarChar: `character varying${size}`,
    Timestamptz: `timestamp${size} with time zone`,
  };
  const found = native ? natives[native] : TYPES[type];
  if (!found) throw new Error(`This type of the schema is not understood: ${type} ${attributes}`);
  return found;
}

/** The tables of the schema `public`, but for the one in which migrations are noted. */
export async function readDatabase(client: ClientBase): Promise<Tables> {
  const { rows } = await client.query<{ name: string } & Table>(
    `SELECT c.relname AS name,
       (SELECT jsonb_object_agg(attname, jsonb_build_object('type', format_type(atttypid, atttypmod),
           'nullable', NOT attnotnull, 'hasDefault', atthasdef OR attidentity <> ''))
         FROM pg_attribute WHERE attrelid = c.oid AND attnum > 0 AND NOT attisdropped) AS columns,
       array(SELECT a.attname::text FROM pg_constraint k, unnest(k.conkey) WITH ORDINALITY u (number, position),
           pg_attribute a WHERE k.conrelid = c.oid AND k.contype = 'p' AND a.attrelid = c.oid AND a.attnum = u.number
         ORDER BY u.position) AS "primaryKey",
       array(SELECT string_agg(a.attname, ', ' ORDER BY u.position) FROM pg_constraint k,
           unnest(k.conkey) WITH ORDINALITY u (number, position), pg_attribute a
         WHERE k.conrelid = c.oid AND k.contype = 'u' AND a.attrelid = c.oid AND a.attnum = u.number
         GROUP BY k.oid ORDER BY 1) AS "uniqueKeys"
     FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace AND c.relkind IN ('r', 'p')
       AND c.relname <> '_prisma_migrations'`,
  );
  const inOrder = ({ type, nullable, hasDefault }: Column) => ({ type, nullable, hasDefault });
  return Object.fromEntries(
    rows.map(({ name, columns, ...keys }) => [
      name,
      {
        columns: Object.fromEntries(Object.entries(columns).map(([column, each]) => [column, inOrder(each)])),
        ...keys,
      },
    ]),
  );
}

import { type Client, escapeIdentifier, escapeLiteral } from "pg";
import { codeOf, Failure, reasonOf } from "@/scripts/shared/failure";

export const applicationGroup = "rollcall_application";
export const lookupRole = "rollcall_lookup";
export const registrarRole = "rollcall_registrar";
export const telephonyRole = "rollcall_telephony";
/** What a PBX's login is a member of. */
export const pbxGroup = "rollcall_pbx_reader";

const groups = [applicationGroup, pbxGroup];

/** Those that own functions and views: the owner of the schema hands them over, and so has to be a member. */
const functionRoles = [lookupRole, registrarRole, telephonyRole];

/** A login role for the product; without a password it is one that somebody else looks after. */
export type Login = { name: string; password: string };

/** What the catalogue says about the roles that the product needs. */
export type RolesState = {
  versionMajor: number;
  database: string;
  owner: string;
  existing: string[];
  /** Of the roles that own functions, those that the owner is a member of. */
  ownerUses: string[];
  loginIsMember: boolean;
  loginConnects: boolean;
  publicConnects: boolean;
};

/** The name of the login role that belongs to a database; Postgres takes names of at most 63 bytes. */
export function loginName(database: string): string {
  return `${database.slice(0, 59)}_app`;
}

/**
 * Makes the roles that migrations grant to, and the one the product connects as. What exists stays as it is.
 * @param admin connected to the product's database as a role that may make roles
 * @param owner the role that runs the migrations
 * @throws Failure with the statements that somebody with more rights has to run
 */
export async function ensureRoles(admin: Client, owner: string, login: Login | undefined): Promise<void> {
  await refuseDangerousRoles(admin, login);
  const missing = missingStatements(await rolesState(admin, owner, login), login);
  for (const [index, statement] of missing.entries()) {
    try {
      await runOnce(admin, statement);
    } catch (error) {
      if (codeOf(error) !== "42501") throw error;
      throw new Failure(insufficient(reasonOf(error), missing.slice(index), login));
    }
  }
}

/** The statements that bring the roles from what they are to what they must be. */
export function missingStatements(state: RolesState, login: Login | undefined): string[] {
  const [database, owner] = [escapeIdentifier(state.database), escapeIdentifier(state.owner)];
  const name = login && escapeIdentifier(login.name);
  // Before version 16 a member always had both.
  const fully = state.versionMajor >= 16 ? " WITH INHERIT TRUE, SET TRUE" : "";
  const isMissing = (role: string) => !state.existing.includes(role);
  return [
    ...groups.map((group) => isMissing(group) && `CREATE ROLE ${group} NOLOGIN`),
    ...functionRoles.flatMap((role) => [
      isMissing(role) && `CREATE ROLE ${role} NOLOGIN`,
      !state.ownerUses.includes(role) && `GRANT ${role} TO ${owner}${fully}`,
    ]),
    login && isMissing(login.name) && `CREATE ROLE ${name} LOGIN PASSWORD ${escapeLiteral(login.password)}`,
    login && !state.loginIsMember && `GRANT ${applicationGroup} TO ${name}`,
    login && !state.loginConnects && `GRANT CONNECT ON DATABASE ${database} TO ${name}`,
    login && state.publicConnects && `REVOKE CONNECT ON DATABASE ${database} FROM PUBLIC`,
  ].filter((statement) => typeof statement === "string");
}

/** The name of the role that a database's PBX signs in as. */
export function pbxLoginName(database: string): string {
  return `${database.slice(0, 59)}_pbx`;
}

/**
 * Gives the PBX's login a password, and makes it where there is none yet. It may read the views for a PBX and nothing else.
 * @param admin connected to the product's database as a role that may make roles
 * @throws Failure with the statements that somebody with more rights has to run
 */
export async function ensurePbxLogin(admin: Client, password: string): Promise<string> {
  const { rows } = await admin.query("SELECT current_database() AS database");
  const database: string = rows[0].database;
  const name = pbxLoginName(database);
  await refuseDangerousRoles(admin, { name, password });
  const login = escapeIdentifier(name);
  const statements = [
    `CREATE ROLE ${login} LOGIN PASSWORD ${escapeLiteral(password)}`,
    `ALTER ROLE ${login} LOGIN PASSWORD ${escapeLiteral(password)}`,
    `GRANT ${pbxGroup} TO ${login}`,
    `GRANT CONNECT ON DATABASE ${escapeIdentifier(database)} TO ${login}`,
  ];
  try {
    for (const statement of statements) await runOnce(admin, statement);
  } catch (error) {
    if (codeOf(error) !== "42501") throw error;
    throw new Failure(insufficient(reasonOf(error), statements, undefined));
  }
  return name;
}

/** Gives the login role its password, which differs when the secret it is derived from has changed. */
export async function setPassword(admin: Client, { name, password }: Login): Promise<void> {
  try {
    await runOnce(admin, `ALTER ROLE ${escapeIdentifier(name)} LOGIN PASSWORD ${escapeLiteral(password)}`);
  } catch (error) {
    if (codeOf(error) !== "42501") throw error;
    throw new Failure(
      `The password of the database role "${name}" is not the expected one and may not be changed: ${reasonOf(error)}\n` +
        "Set DATABASE_APP_URL to a connection string of that role.",
    );
  }
}

async function rolesState(admin: Client, owner: string, login: Login | undefined): Promise<RolesState> {
  const { rows } = await admin.query(
    `SELECT current_setting('server_version_num')::int / 10000 AS "versionMajor",
       current_database() AS database,
       $1::text AS owner,
       (SELECT coalesce(array_agg(rolname::text), '{}') FROM pg_roles WHERE rolname = ANY ($2)) AS existing,
       EXISTS (SELECT FROM pg_database d, aclexplode(coalesce(d.datacl, acldefault('d', d.datdba))) a
         WHERE d.datname = current_database() AND a.grantee = 0 AND a.privilege_type = 'CONNECT') AS "publicConnects",
       EXISTS (SELECT FROM pg_database d, aclexplode(d.datacl) a WHERE d.datname = current_database()
         AND a.grantee = to_regrole(quote_ident($3)) AND a.privilege_type = 'CONNECT') AS "loginConnects"`,
    [owner, [...groups, ...functionRoles, login?.name], login?.name],
  );
  const state = rows[0] as Omit<RolesState, "ownerUses" | "loginIsMember">;
  const has = (role: string) => state.existing.includes(role);
  const rights = state.versionMajor >= 16 ? ["USAGE", "SET"] : ["USAGE"];
  const ownerUses: string[] = [];
  for (const role of functionRoles.filter(has))
    if (await isMember(admin, owner, role, rights)) ownerUses.push(role);
  return {
    ...state,
    ownerUses,
    loginIsMember:
      login !== undefined &&
      has(login.name) &&
      has(applicationGroup) &&
      (await isMember(admin, login.name, applicationGroup, ["USAGE"])),
  };
}

async function isMember(admin: Client, role: string, group: string, rights: string[]): Promise<boolean> {
  const { rows } = await admin.query(
    "SELECT bool_and(pg_has_role($1::name, $2::name, right_)) AS held FROM unnest($3::text[]) right_",
    [role, group, rights],
  );
  return rows[0].held;
}

async function refuseDangerousRoles(admin: Client, login: Login | undefined): Promise<void> {
  const { rows } = await admin.query<{ rolname: string }>(
    "SELECT rolname FROM pg_roles WHERE rolname = ANY ($1) AND (rolsuper OR rolbypassrls OR rolcreaterole)",
    [[...groups, ...functionRoles, login?.name]],
  );
  if (rows[0])
    throw new Failure(
      `The database role "${rows[0].rolname}" is a superuser, bypasses row-level security or may make roles.\n` +
        "The product would not be kept within one organization. Take those attributes away (ALTER ROLE).",
    );
}

// Another start may do the same at the same moment, for this database or for another one of the cluster.
async function runOnce(admin: Client, statement: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await admin.query(statement);
      return;
    } catch (error) {
      if (codeOf(error) === "42710" || codeOf(error) === "23505") return;
      const isRace = codeOf(error) === "XX000" && reasonOf(error).includes("concurrently");
      if (!isRace || attempt === 10) throw error;
    }
  }
}

function insufficient(reason: string, statements: string[], login: Login | undefined): string {
  const shown = statements.map((statement) =>
    statement.replace(/PASSWORD '.*'/, "PASSWORD '<one of your own>'"),
  );
  return [
    `The database user may not make the roles that Rollcall needs: ${reason}.`,
    "Ask somebody with more rights to run this once, connected to the product's database:",
    ...shown.map((statement) => `  ${statement};`),
    ...(login ? [`and then set DATABASE_APP_URL to a connection string of the role "${login.name}".`] : []),
  ].join("\n");
}

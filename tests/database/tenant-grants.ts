import type { ClientBase } from "pg";

export const LOOKUPS = [
  "accounts_of_email(text)",
  "address_book_like(text,text,text)",
  "managed_figures(uuid[])",
  "managed_organizations()",
  "managed_overview(date)",
  "managing_people()",
  "offered_services()",
  "organization_of_api_key(bytea)",
  "organization_of_scim_token(bytea)",
  "organization_of_credential(bytea)",
  "organization_of_domain(text)",
  "organizations_to_fold(integer)",
  "organizations_to_seal()",
  "organizations_with_keys_ending()",
  "organizations_with_reports_due()",
  "organizations_with_webhooks_due()",
  "organizations_with_syncs_due()",
  "people_having(jsonb)",
  "people_like(text)",
  "people_like(text,text,text)",
  "second_step_due(uuid,uuid)",
  "session_actor(uuid,uuid)",
  "session_by_provider(uuid,uuid)",
];

/** Functions that write what spans tenants, and what their owner may do to tables (decision 34). */
export const REGISTRIES = [
  "create_organization(uuid,text,text,boolean,uuid,uuid,text)",
  "prove_domain(uuid)",
  "remove_domain(uuid)",
  "suspend_organization(uuid,boolean)",
];

/** The registrar asks what the current organization manages, as the application does. */
const CALLED_BY_REGISTRAR = ["managed_organizations()"];

const REGISTRAR_RIGHTS: Record<string, string[]> = {
  domain_claims: ["DELETE", "INSERT name", "INSERT organization_id", "SELECT name", "SELECT organization_id"],
  organizations: [
    "INSERT id",
    "INSERT managed_by",
    "INSERT managing",
    "INSERT name",
    "INSERT slug",
    "SELECT id",
    "SELECT managed_by",
    "SELECT slug",
    "SELECT suspended_at",
    "SELECT suspended_by",
    "UPDATE suspended_at",
    "UPDATE suspended_by",
  ],
  domains: [
    "DELETE",
    "INSERT id",
    "INSERT is_primary",
    "INSERT name",
    "INSERT organization_id",
    "INSERT proven_at",
    "SELECT id",
    "SELECT is_primary",
    "SELECT name",
    "SELECT organization_id",
    "SELECT proven_at",
    "UPDATE proven_at",
  ],
};

/** What the views for a PBX may read, and what a PBX may (decision 42). */
const TELEPHONY_COLUMNS: Record<string, string[]> = {
  call_queue_members: ["extension_id", "organization_id", "paused", "position", "queue_id"],
  call_queues: ["id", "name", "number", "organization_id", "strategy", "voicemail"],
  domains: ["name", "organization_id", "proven_at"],
  extensions: [
    "display_name",
    "force_login",
    "ha1_md5",
    "ha1_sha256",
    "id",
    "number",
    "organization_id",
    "secret_realm",
    "secret_user",
    "type",
    "user_id",
    "voicemail",
  ],
  organizations: ["id", "session_hours", "session_idle_minutes", "slug", "suspended_at"],
  sessions: ["created_at", "ended_at", "expires_at", "last_seen_at", "organization_id", "user_id"],
  telephony_settings: ["organization_id", "sip_domain"],
  users: [
    "access_ends_at",
    "activated_at",
    "id",
    "legacy_status",
    "locked_until",
    "organization_id",
    "policies",
    "removed_at",
    "suspended_at",
  ],
};
const PBX_VIEWS = ["pbx_extensions", "pbx_queue_members", "pbx_queues"];

const OWNERS = [
  "rollcall_application",
  "rollcall_lookup",
  "rollcall_pbx_reader",
  "rollcall_registrar",
  "rollcall_telephony",
];

/** What the application says of an event; in which transaction it was written is the database's to say. */
export const EVENT_COLUMNS = [
  "action",
  "actor_kind",
  "actor_name",
  "actor_organization_id",
  "actor_user_id",
  "changes",
  "id",
  "ip",
  "occurred_at",
  "organization_id",
  "subject_id",
  "subject_name",
  "subject_type",
];

const LOOKUP_COLUMNS: Record<string, string[]> = {
  api_keys: ["expires_at", "organization_id", "revoked_at", "secret_hash", "warned_at"],
  audit_events: ["id", "occurred_at", "organization_id", "transaction"],
  audit_seals: ["number", "organization_id", "through_transaction"],
  catalogue_services: [
    "currency",
    "description",
    "id",
    "name",
    "organization_id",
    "price_minor",
    "retired_at",
    "term",
  ],
  credentials: ["organization_id", "token_hash"],
  domain_claims: ["name", "organization_id"],
  event_days: ["activations", "day", "folded", "imports", "organization_id", "sign_ins"],
  figure_changes: ["change", "figure", "folded", "moment", "organization_id"],
  held_permissions: ["organization_id", "permissions", "user_id"],
  mfa_methods: ["confirmed_at", "organization_id", "user_id"],
  organizations: [
    "allowed_networks",
    "id",
    "managed_by",
    "managing",
    "mfa_grace_days",
    "mfa_policy",
    "mfa_required_at",
    "name",
    "policies",
    "session_hours",
    "session_idle_minutes",
    "slug",
    "suspended_at",
  ],
  passwords: ["must_change", "organization_id", "set_at", "user_id"],
  report_schedules: ["next_run_at", "organization_id", "paused_because"],
  reports: ["expires_at", "organization_id", "state"],
  scim_tokens: ["organization_id", "secret_hash"],
  sync_connections: ["next_run_at", "organization_id", "paused_because"],
  sync_runs: ["lease_until", "organization_id", "resume_at", "state"],
  sessions: [
    "created_at",
    "ended_at",
    "expires_at",
    "id",
    "last_seen_at",
    "mfa_postponed_at",
    "organization_id",
    "user_id",
  ],
  sign_on_sessions: ["organization_id", "own_second_step", "session_id"],
  user_count_changes: ["change", "organization_id"],
  users: [
    "access_email",
    "access_ends_at",
    "access_profile",
    "activated_at",
    "business_phone",
    "company",
    "first_name",
    "id",
    "in_address_book",
    "last_name",
    "legacy_status",
    "mobile_phone",
    "organization_id",
    "policies",
    "properties",
    "removed_at",
    "role",
    "search_text",
    "sort_name",
    "suspended_at",
    "username",
  ],
  webhook_deliveries: ["created_at", "organization_id", "state"],
  webhooks: ["next_transaction", "off_at", "organization_id"],
};

/** The worker has the server count a file's rows (decision 18). */
const COUNTED = "import_rows MAINTAIN";

/** Rights on tables beyond those that the product needs. */
export async function findGrantFaults(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; grantee: string; privileges: string[] }>(
    `SELECT name, grantee, array_agg(DISTINCT privilege ORDER BY privilege) AS privileges FROM (
       SELECT c.relname AS name, grantee::regrole::text AS grantee, privilege_type AS privilege
       FROM pg_class c, aclexplode(c.relacl) WHERE c.relnamespace = 'public'::regnamespace AND grantee <> c.relowner
       UNION ALL
       SELECT c.relname, grantee::regrole::text, privilege_type || ' ' || a.attname
       FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid, aclexplode(a.attacl)
       WHERE c.relnamespace = 'public'::regnamespace AND grantee <> c.relowner) granted
     GROUP BY 1, 2 ORDER BY 1, 2`,
  );
  const faults = rows
    .filter(({ grantee }) => !OWNERS.includes(grantee))
    .map(({ name, grantee }) => `${name}: granted to ${grantee === "-" ? "everybody" : grantee}`);
  const of = (grantee: string, name: string) =>
    rows.find((row) => row.grantee === grantee && row.name === name)?.privileges ?? [];
  const expect = (grantee: string, name: string, wanted: string[]) => {
    const actual = of(grantee, name).join(", ");
    if (actual !== wanted.join(", ")) faults.push(`${name}: ${grantee} holds ${actual || "nothing"}`);
  };
  const application = "rollcall_application";
  expect(application, "audit_events", [...EVENT_COLUMNS.map((column) => `INSERT ${column}`), "SELECT"]);
  expect(application, "audit_seals", ["INSERT", "SELECT"]);
  expect(application, "audit_chain_ends", ["INSERT", "SELECT", "UPDATE"]);
  expect(application, "domain_claims", []);
  expect(application, "_prisma_migrations", []);
  expect(application, "domains", [
    "INSERT challenge",
    "INSERT created_at",
    "INSERT id",
    "INSERT is_primary",
    "INSERT name",
    "INSERT organization_id",
    "SELECT",
    "UPDATE is_primary",
  ]);
  const settings = [
    "allowed_networks",
    "brand_color",
    "date_style",
    "default_country",
    "following_allowed",
    "invitation_days",
    "lock_attempts",
    "lock_minutes",
    "logo",
    "logo_version",
    "mandatory_fields",
    "mfa_grace_days",
    "mfa_policy",
    "mfa_required_at",
    "name",
    "own_fields",
    "password_length_min",
    "policies",
    "session_hours",
    "session_idle_minutes",
    "sign_in_alerts",
    "time_zone",
  ].map((column) => `UPDATE ${column}`);
  expect(application, "organizations", ["SELECT", ...settings]);
  expect(application, "import_rows", ["DELETE", "INSERT", "MAINTAIN", "SELECT", "UPDATE"]);
  for (const { name, privileges } of rows.filter(({ grantee }) => grantee === application)) {
    const usual = privileges.every(
      (each) => /^(SELECT|INSERT|UPDATE|DELETE|USAGE)\b/.test(each) || `${name} ${each}` === COUNTED,
    );
    if (!usual) faults.push(`${name}: ${application} holds ${privileges.join(", ")}`);
  }
  for (const name of new Set(rows.map((row) => row.name))) {
    const columns = (LOOKUP_COLUMNS[name] ?? []).map((column) => `SELECT ${column}`);
    expect("rollcall_lookup", name, columns);
    expect("rollcall_registrar", name, REGISTRAR_RIGHTS[name] ?? []);
    const read = (TELEPHONY_COLUMNS[name] ?? []).map((column) => `SELECT ${column}`);
    expect("rollcall_telephony", name, read);
    expect("rollcall_pbx_reader", name, PBX_VIEWS.includes(name) ? ["SELECT"] : []);
  }
  return faults;
}

/** Functions that run with their owner's rights, other than the narrow look-ups. */
export async function findFunctionFaults(client: ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string; owner: string; config: string[]; callers: string[] }>(
    `SELECT p.oid::regprocedure::text AS name, p.proowner::regrole::text AS owner,
       coalesce(p.proconfig, '{}') AS config,
       array(SELECT grantee::regrole::text FROM aclexplode(coalesce(p.proacl, acldefault('f', p.proowner)))
         WHERE grantee <> p.proowner ORDER BY 1) AS callers
     FROM pg_proc p WHERE p.prosecdef AND p.pronamespace NOT IN ('pg_catalog'::regnamespace) ORDER BY 1`,
  );
  const known = [...LOOKUPS, ...REGISTRIES];
  return [
    ...known.filter((name) => !rows.some((row) => row.name === name)).map((name) => `no function ${name}`),
    ...rows.flatMap(({ name, owner, config, callers }) => [
      ...(known.includes(name) ? [] : [`${name}: runs with its owner's rights`]),
      ...(owner === (REGISTRIES.includes(name) ? "rollcall_registrar" : "rollcall_lookup")
        ? []
        : [`${name}: belongs to ${owner}`]),
      ...(config.join() === 'search_path=""' ? [] : [`${name}: has the settings ${config.join() || "none"}`]),
      ...(callers.join() ===
      (CALLED_BY_REGISTRAR.includes(name)
        ? "rollcall_application,rollcall_registrar"
        : "rollcall_application")
        ? []
        : [`${name}: may be called by ${callers.join()}`]),
    ]),
  ];
}

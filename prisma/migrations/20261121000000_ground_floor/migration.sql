-- The roles rollcall_application (holds every grant below) and rollcall_lookup (owns the SECURITY DEFINER
-- functions) are made by the migration runner, because roles belong to the cluster and not to this database.

CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS unaccent;

-- Functions ------------------------------------------------------------------------------------------------

-- After a commit a transaction-local setting reads as '' and not as null.
CREATE FUNCTION current_organization() RETURNS uuid LANGUAGE sql STABLE PARALLEL SAFE
AS $$ SELECT nullif(current_setting('app.organization_id', true), '')::uuid $$;

CREATE FUNCTION fold(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
AS $$ SELECT lower(public.unaccent('public.unaccent'::regdictionary, value)) $$;

-- RFC 9562, version 7. The application makes ids itself; this serves statements that write many rows at once.
CREATE FUNCTION uuid7() RETURNS uuid LANGUAGE sql VOLATILE PARALLEL SAFE
AS $$
  SELECT encode(
    set_bit(set_bit(
      overlay(uuid_send(gen_random_uuid())
        PLACING substring(int8send((extract(epoch FROM clock_timestamp()) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
      52, 1), 53, 1),
    'hex')::uuid
$$;

-- Organizations and domains --------------------------------------------------------------------------------

CREATE TABLE organizations (
  id uuid PRIMARY KEY,
  slug text NOT NULL UNIQUE CHECK (slug ~ '^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$'),
  name text NOT NULL,
  managing boolean NOT NULL DEFAULT false,
  managed_by uuid REFERENCES organizations (id),
  default_country char(2),
  mandatory_fields text[] NOT NULL DEFAULT '{firstName,lastName,accessEmail}',
  suspended_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now()
);
CREATE INDEX organizations_managed_by ON organizations (managed_by);

CREATE TABLE domains (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  name text NOT NULL CHECK (name = lower(name)),
  is_primary boolean NOT NULL DEFAULT false,
  proven_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name)
);
CREATE UNIQUE INDEX domains_primary ON domains (organization_id) WHERE is_primary;

-- Which organization a domain belongs to. Not readable by the application: a unique key that spans tenants
-- would tell one of them what another has.
CREATE TABLE domain_claims (
  name text PRIMARY KEY,
  organization_id uuid NOT NULL REFERENCES organizations (id)
);

-- Users, credentials, sessions -----------------------------------------------------------------------------

-- That the organization exists follows from the domain; a key of its own would only cost every import.
CREATE TABLE users (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  first_name text NOT NULL,
  last_name text NOT NULL,
  username text NOT NULL CHECK (username = lower(username)),
  domain_id uuid NOT NULL,
  access_email text NOT NULL,
  other_email text,
  mobile_phone text,
  business_phone text,
  company text,
  customer_code text,
  udid text,
  role text NOT NULL DEFAULT 'user' CHECK (role IN ('admin', 'viewer', 'billing', 'user')),
  access_profile text CHECK (access_profile IN ('userManagementAdmin', 'userManagementViewer')),
  activated_at timestamptz(3),
  credential_expires_at timestamptz(3),
  access_ends_at timestamptz(3),
  failed_sign_ins integer NOT NULL DEFAULT 0,
  locked_until timestamptz(3),
  suspended_at timestamptz(3),
  legacy_status text CHECK (legacy_status IN ('blocked', 'disabled')),
  removed_at timestamptz(3),
  import_id uuid,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  sort_name text NOT NULL GENERATED ALWAYS AS (fold(last_name || ' ' || first_name)) STORED,
  search_text text NOT NULL GENERATED ALWAYS AS
    (fold(first_name || ' ' || last_name || ' ' || username || ' ' || access_email)) STORED,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, domain_id) REFERENCES domains (organization_id, id)
);
CREATE UNIQUE INDEX users_username ON users (organization_id, username) WHERE removed_at IS NULL;
CREATE UNIQUE INDEX users_customer_code ON users (organization_id, customer_code)
  WHERE removed_at IS NULL AND customer_code IS NOT NULL;
CREATE INDEX users_access_email ON users (organization_id, access_email, id) WHERE removed_at IS NULL;
CREATE INDEX users_sort_name ON users (organization_id, sort_name, id) WHERE removed_at IS NULL;
CREATE INDEX users_created_at ON users (organization_id, created_at, id) WHERE removed_at IS NULL;
CREATE INDEX users_search_text ON users USING gin (organization_id, search_text gin_trgm_ops);
CREATE INDEX users_role ON users (organization_id, role, sort_name, id)
  WHERE removed_at IS NULL AND role <> 'user';
CREATE INDEX users_suspended ON users (organization_id, sort_name, id)
  WHERE removed_at IS NULL AND suspended_at IS NOT NULL;
CREATE INDEX users_locked ON users (organization_id, sort_name, id)
  WHERE removed_at IS NULL AND locked_until IS NOT NULL;
CREATE INDEX users_legacy_status ON users (organization_id, sort_name, id)
  WHERE removed_at IS NULL AND legacy_status IS NOT NULL;
CREATE INDEX users_removed ON users (organization_id, removed_at, id) WHERE removed_at IS NOT NULL;

-- How many users an organization has, as a sum of changes: exact, and no two writers wait for each other.
CREATE TABLE user_count_changes (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id bigint GENERATED ALWAYS AS IDENTITY,
  change integer NOT NULL,
  PRIMARY KEY (organization_id, id)
);

CREATE FUNCTION users_count_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.user_count_changes (organization_id, change)
  SELECT organization_id, count(*) FROM inserted WHERE removed_at IS NULL GROUP BY organization_id;
  RETURN NULL;
END $$;
CREATE FUNCTION users_count_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.user_count_changes (organization_id, change)
  SELECT organization_id, sum(change) FROM (
    SELECT organization_id, -1 AS change FROM before WHERE removed_at IS NULL
    UNION ALL
    SELECT organization_id, 1 FROM after WHERE removed_at IS NULL
  ) changes GROUP BY organization_id HAVING sum(change) <> 0;
  RETURN NULL;
END $$;
CREATE FUNCTION users_count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.user_count_changes (organization_id, change)
  SELECT organization_id, -count(*) FROM deleted WHERE removed_at IS NULL GROUP BY organization_id;
  RETURN NULL;
END $$;
CREATE TRIGGER users_count_inserted AFTER INSERT ON users REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION users_count_inserted();
CREATE TRIGGER users_count_updated AFTER UPDATE ON users REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION users_count_updated();
CREATE TRIGGER users_count_deleted AFTER DELETE ON users REFERENCING OLD TABLE AS deleted
  FOR EACH STATEMENT EXECUTE FUNCTION users_count_deleted();

CREATE TABLE passwords (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  hash text NOT NULL,
  must_change boolean NOT NULL DEFAULT false,
  set_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);

CREATE TABLE credentials (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('invitation', 'reset')),
  token_hash bytea NOT NULL,
  expires_at timestamptz(3) NOT NULL,
  used_at timestamptz(3),
  revoked_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, token_hash),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX credentials_token_hash ON credentials (token_hash);
CREATE INDEX credentials_user ON credentials (organization_id, user_id);

CREATE TABLE sessions (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  ip text,
  user_agent text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_seen_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX sessions_user ON sessions (organization_id, user_id, created_at);

-- Imports --------------------------------------------------------------------------------------------------

CREATE TABLE imports (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  state text NOT NULL CHECK (state IN
    ('uploading', 'reading', 'matching', 'parsing', 'review', 'refused', 'committing', 'done', 'failed', 'cancelled')),
  file_name text NOT NULL,
  size_bytes bigint NOT NULL DEFAULT 0,
  sha256 text,
  encoding text,
  has_bom boolean NOT NULL DEFAULT false,
  delimiter text,
  header_line integer,
  has_header boolean,
  headers text[] NOT NULL DEFAULT '{}',
  samples jsonb NOT NULL DEFAULT '[]',
  matching jsonb NOT NULL DEFAULT '[]',
  options jsonb NOT NULL DEFAULT '{}',
  refusal jsonb,
  row_count integer NOT NULL DEFAULT 0,
  rows_done integer NOT NULL DEFAULT 0,
  result jsonb,
  plan_version integer NOT NULL DEFAULT 0,
  created_by jsonb NOT NULL,
  prepared_by jsonb,
  committed_by jsonb,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  committed_at timestamptz(3),
  finished_at timestamptz(3),
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX imports_created_at ON imports (organization_id, created_at DESC);

-- The file as it came, in pieces, so that any worker on any machine can take it up.
CREATE TABLE import_parts (
  organization_id uuid NOT NULL,
  import_id uuid NOT NULL,
  part integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (organization_id, import_id, part),
  FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id) ON DELETE CASCADE
);
ALTER TABLE import_parts ALTER COLUMN bytes SET STORAGE EXTERNAL;

CREATE TABLE import_rows (
  organization_id uuid NOT NULL,
  import_id uuid NOT NULL,
  line integer NOT NULL,
  cells text[] NOT NULL,
  "values" jsonb NOT NULL,
  issues jsonb NOT NULL DEFAULT '[]',
  fate text NOT NULL CHECK (fate IN ('create', 'update', 'unchanged', 'exists', 'invalid')),
  selected boolean NOT NULL DEFAULT true,
  username_from text CHECK (username_from IN ('login', 'accessEmail')),
  key_shared boolean NOT NULL DEFAULT false,
  user_id uuid NOT NULL,
  PRIMARY KEY (organization_id, import_id, line),
  FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX import_rows_key_shared ON import_rows (organization_id, import_id, line) WHERE key_shared;
CREATE INDEX import_rows_fate ON import_rows (organization_id, import_id, fate, selected, line);

-- Audit ----------------------------------------------------------------------------------------------------

-- No foreign keys: an event outlives what it is about, and row-level security binds it to its organization.
CREATE TABLE audit_events (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  occurred_at timestamptz(3) NOT NULL DEFAULT now(),
  action text NOT NULL,
  actor_kind text NOT NULL CHECK (actor_kind IN ('user', 'system', 'operator', 'anonymous')),
  actor_organization_id uuid,
  actor_user_id uuid,
  actor_name text NOT NULL,
  subject_type text NOT NULL,
  subject_id uuid,
  subject_name text NOT NULL,
  changes jsonb NOT NULL DEFAULT '{}',
  ip text,
  PRIMARY KEY (organization_id, id)
);
CREATE INDEX audit_events_subject ON audit_events (organization_id, subject_id, id);
CREATE INDEX audit_events_action ON audit_events (organization_id, action, id);

-- Not of any tenant ----------------------------------------------------------------------------------------

-- Counters of rate-limiter-flexible; keys are hashes.
CREATE TABLE throttles (
  key varchar(255) PRIMARY KEY,
  points integer NOT NULL DEFAULT 0,
  expire bigint
);

CREATE TABLE worker_processes (
  id uuid PRIMARY KEY,
  worker_ids text[] NOT NULL DEFAULT '{}',
  started_at timestamptz(3) NOT NULL DEFAULT now(),
  heartbeat_at timestamptz(3) NOT NULL DEFAULT now()
);

-- Row-level security ---------------------------------------------------------------------------------------

ALTER TABLE organizations ENABLE ROW LEVEL SECURITY;
ALTER TABLE organizations FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON organizations USING (id = current_organization()) WITH CHECK (id = current_organization());

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['domains', 'users', 'user_count_changes', 'passwords', 'credentials',
    'sessions', 'imports', 'import_parts', 'import_rows', 'audit_events']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization()) '
      'WITH CHECK (organization_id = current_organization())', tenant_table);
  END LOOP;
END $$;

GRANT USAGE ON SCHEMA public TO rollcall_application, rollcall_lookup;
GRANT SELECT ON organizations, domains TO rollcall_application;
GRANT UPDATE (name, default_country, mandatory_fields) ON organizations TO rollcall_application;
GRANT SELECT, INSERT, UPDATE, DELETE ON users, passwords, credentials, sessions, imports, import_parts, import_rows
  TO rollcall_application;
GRANT SELECT, INSERT, DELETE ON user_count_changes TO rollcall_application;
GRANT SELECT, INSERT ON audit_events TO rollcall_application;
GRANT SELECT, INSERT, UPDATE, DELETE ON throttles, worker_processes TO rollcall_application;

-- Look-ups that cross the tenant wall ------------------------------------------------------------------------
-- Each answers one narrow question; their owner may read the columns they need and nothing else.

GRANT SELECT (id, slug, name, managing, managed_by, suspended_at) ON organizations TO rollcall_lookup;
GRANT SELECT (name, organization_id) ON domain_claims TO rollcall_lookup;
GRANT SELECT (organization_id, id, user_id, expires_at, ended_at, last_seen_at) ON sessions TO rollcall_lookup;
GRANT SELECT (organization_id, id, first_name, last_name, username, role, access_profile, activated_at,
  access_ends_at, suspended_at, legacy_status, removed_at) ON users TO rollcall_lookup;
GRANT SELECT (organization_id, user_id, must_change) ON passwords TO rollcall_lookup;
GRANT SELECT (organization_id, token_hash) ON credentials TO rollcall_lookup;
CREATE POLICY lookup ON organizations FOR SELECT TO rollcall_lookup USING (true);
CREATE POLICY lookup ON sessions FOR SELECT TO rollcall_lookup USING (true);
CREATE POLICY lookup ON users FOR SELECT TO rollcall_lookup USING (true);
CREATE POLICY lookup ON passwords FOR SELECT TO rollcall_lookup USING (true);
CREATE POLICY lookup ON credentials FOR SELECT TO rollcall_lookup USING (true);

CREATE FUNCTION organization_of_domain(domain_name text) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT organization_id FROM public.domain_claims WHERE name = domain_name $$;

CREATE FUNCTION organization_of_credential(hash bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT organization_id FROM public.credentials WHERE token_hash = hash LIMIT 1 $$;

-- Whose session this is, if it and its user are live. The one look-up that every request makes.
CREATE FUNCTION session_actor(session_organization uuid, session_id uuid)
RETURNS TABLE (user_id uuid, first_name text, last_name text, username text, role text, access_profile text,
  must_change_password boolean, last_seen_at timestamptz, organization_slug text, organization_name text,
  organization_managing boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.first_name, u.last_name, u.username, u.role, u.access_profile,
    coalesce(p.must_change, false), s.last_seen_at, o.slug, o.name, o.managing
  FROM public.sessions s
  JOIN public.users u ON u.organization_id = s.organization_id AND u.id = s.user_id
  JOIN public.organizations o ON o.id = s.organization_id
  LEFT JOIN public.passwords p ON p.organization_id = s.organization_id AND p.user_id = s.user_id
  WHERE s.organization_id = session_organization AND s.id = session_id
    AND s.ended_at IS NULL AND s.expires_at > now() AND s.last_seen_at > now() - interval '1 hour'
    AND u.removed_at IS NULL AND u.suspended_at IS NULL AND u.legacy_status IS NULL AND u.activated_at IS NOT NULL
    AND (u.access_ends_at IS NULL OR u.access_ends_at > now())
    AND o.suspended_at IS NULL
$$;

-- The current organization and, where it is a managing one, all that it manages, however deep.
CREATE FUNCTION managed_organizations()
RETURNS TABLE (id uuid, slug text, name text, managing boolean, suspended_at timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  WITH RECURSIVE managed AS (
    SELECT o.id, o.slug, o.name, o.managing, o.suspended_at FROM public.organizations o
    WHERE o.id = public.current_organization()
    UNION
    SELECT o.id, o.slug, o.name, o.managing, o.suspended_at FROM public.organizations o
    JOIN managed m ON o.managed_by = m.id AND m.managing
  )
  SELECT * FROM managed
$$;

DO $$
DECLARE lookup text;
BEGIN
  EXECUTE 'GRANT CREATE ON SCHEMA public TO rollcall_lookup';
  FOREACH lookup IN ARRAY ARRAY['organization_of_domain(text)', 'organization_of_credential(bytea)',
    'session_actor(uuid, uuid)', 'managed_organizations()']
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO rollcall_lookup', lookup);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', lookup);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rollcall_application', lookup);
  END LOOP;
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM rollcall_lookup';
END $$;

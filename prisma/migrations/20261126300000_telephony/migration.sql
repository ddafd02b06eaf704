-- Extensions and queues (decision 42). A number belongs to one extension or one queue of an organization.
CREATE TABLE telephony_settings (
  organization_id uuid PRIMARY KEY REFERENCES organizations (id),
  sip_domain text NOT NULL,
  sip_server text,
  ranges jsonb NOT NULL,
  extensions_max integer NOT NULL CHECK (extensions_max BETWEEN 0 AND 100000),
  updated_at timestamptz(3) NOT NULL DEFAULT now()
);
COMMENT ON COLUMN telephony_settings.sip_domain IS 'One of the organization''s proven domains, which is nobody else''s: the SIP realm.';
CREATE INDEX telephony_settings_domain ON telephony_settings (sip_domain);

CREATE TABLE extensions (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  number text NOT NULL CHECK (number ~ '^[1-9][0-9]{1,7}$'),
  display_name text NOT NULL DEFAULT '',
  type text NOT NULL CHECK (type IN ('sip', 'web')),
  voicemail boolean NOT NULL DEFAULT false,
  force_login boolean NOT NULL DEFAULT false,
  user_id uuid,
  ha1_md5 text CHECK (ha1_md5 ~ '^[0-9a-f]{32}$'),
  ha1_sha256 text CHECK (ha1_sha256 ~ '^[0-9a-f]{64}$'),
  secret_realm text,
  secret_user uuid,
  secret_at timestamptz(3),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  CONSTRAINT extensions_number_key UNIQUE (organization_id, number),
  CONSTRAINT extensions_user_key UNIQUE (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id),
  CHECK ((ha1_md5 IS NULL) = (ha1_sha256 IS NULL) AND (ha1_md5 IS NULL) = (secret_realm IS NULL)),
  CHECK (type = 'sip' OR ha1_md5 IS NULL)
);
COMMENT ON COLUMN extensions.user_id IS 'Somebody who was removed has it no more: it is free until somebody else gets it, and theirs again when the removal is taken back.';
COMMENT ON COLUMN extensions.secret_user IS 'Whose the secret was when it was made: it is good for nobody else.';

CREATE TABLE call_queues (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  number text NOT NULL CHECK (number ~ '^[1-9][0-9]{1,7}$'),
  name text NOT NULL,
  strategy text NOT NULL CHECK (strategy IN ('ringAll', 'roundRobin', 'fewestCalls')),
  voicemail boolean NOT NULL DEFAULT false,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  CONSTRAINT call_queues_number_key UNIQUE (organization_id, number)
);

CREATE TABLE call_queue_members (
  organization_id uuid NOT NULL,
  queue_id uuid NOT NULL,
  extension_id uuid NOT NULL,
  position integer NOT NULL,
  paused boolean NOT NULL DEFAULT false,
  PRIMARY KEY (organization_id, queue_id, extension_id),
  FOREIGN KEY (organization_id, queue_id) REFERENCES call_queues (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, extension_id) REFERENCES extensions (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX call_queue_members_extension ON call_queue_members (organization_id, extension_id);

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['telephony_settings', 'extensions', 'call_queues', 'call_queue_members']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization())
      WITH CHECK (organization_id = current_organization())', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', tenant_table);
  END LOOP;
END $$;

-- Whether an extension can be called, and registered, at the moment of reading. While it forces the login, its user has to
-- have a session that is live as `session_actor` means it. As one reads it, so far one sees: the application its own
-- organization.
CREATE VIEW extension_states WITH (security_invoker = true) AS
SELECT e.organization_id, e.id, o.slug AS organization, t.sip_domain AS realm, e.number, e.display_name, e.type,
  e.voicemail, e.force_login, state.may_call,
  state.may_call AND secret.is_good AS may_register,
  CASE WHEN state.may_call AND secret.is_good THEN e.ha1_md5 END AS ha1_md5,
  CASE WHEN state.may_call AND secret.is_good THEN e.ha1_sha256 END AS ha1_sha256
FROM telephony_settings t
JOIN domains d ON d.organization_id = t.organization_id AND d.name = t.sip_domain AND d.proven_at IS NOT NULL
JOIN organizations o ON o.id = t.organization_id AND o.suspended_at IS NULL
JOIN extensions e ON e.organization_id = t.organization_id
LEFT JOIN users u ON u.organization_id = e.organization_id AND u.id = e.user_id
CROSS JOIN LATERAL (
  SELECT u.removed_at IS NULL AND u.suspended_at IS NULL AND u.legacy_status IS NULL AND u.activated_at IS NOT NULL
      AND (u.access_ends_at IS NULL OR u.access_ends_at > now())
      AND (u.locked_until IS NULL OR u.locked_until <= now()) AS is_active,
    coalesce((u.policies->'sessionHours'->>'value')::integer, o.session_hours) AS session_hours,
    coalesce((u.policies->'sessionIdleMinutes'->>'value')::integer, o.session_idle_minutes) AS idle_minutes) AS person
CROSS JOIN LATERAL (
  SELECT CASE WHEN e.user_id IS NULL THEN NOT e.force_login
    ELSE person.is_active AND (NOT e.force_login OR EXISTS (
      SELECT FROM sessions s
      WHERE s.organization_id = e.organization_id AND s.user_id = e.user_id
        AND s.ended_at IS NULL AND s.expires_at > now()
        AND s.created_at > now() - make_interval(hours => person.session_hours)
        AND s.last_seen_at > now() - make_interval(mins => person.idle_minutes)))
    END AS may_call) AS state
CROSS JOIN LATERAL (
  SELECT e.type = 'sip' AND e.ha1_md5 IS NOT NULL AND e.secret_realm = t.sip_domain
    AND e.secret_user IS NOT DISTINCT FROM e.user_id AS is_good) AS secret;
GRANT SELECT ON extension_states TO rollcall_application;

-- What a PBX reads, of all organizations that it serves: the same with the rights of `rollcall_telephony`, which may read
-- just what that takes. A PBX signs in with a role that is a member of `rollcall_pbx_reader`, which may read these views and
-- nothing else.
GRANT USAGE ON SCHEMA public TO rollcall_telephony, rollcall_pbx_reader;
GRANT SELECT (organization_id, sip_domain) ON telephony_settings TO rollcall_telephony;
GRANT SELECT (organization_id, id, number, display_name, type, voicemail, force_login, user_id, ha1_md5, ha1_sha256,
  secret_realm, secret_user) ON extensions TO rollcall_telephony;
GRANT SELECT (organization_id, id, number, name, strategy, voicemail) ON call_queues TO rollcall_telephony;
GRANT SELECT (organization_id, queue_id, extension_id, position, paused) ON call_queue_members TO rollcall_telephony;
GRANT SELECT (organization_id, name, proven_at) ON domains TO rollcall_telephony;
GRANT SELECT (id, slug, suspended_at, session_hours, session_idle_minutes) ON organizations TO rollcall_telephony;
GRANT SELECT (organization_id, id, removed_at, suspended_at, legacy_status, activated_at, access_ends_at, locked_until,
  policies) ON users TO rollcall_telephony;
GRANT SELECT (organization_id, user_id, ended_at, expires_at, created_at, last_seen_at) ON sessions TO rollcall_telephony;

DO $$
DECLARE
  read_table text;
  view_name text;
BEGIN
  FOREACH read_table IN ARRAY ARRAY['telephony_settings', 'extensions', 'call_queues', 'call_queue_members', 'domains',
    'organizations', 'users', 'sessions']
  LOOP
    EXECUTE format('CREATE POLICY telephony ON %I FOR SELECT TO rollcall_telephony USING (true)', read_table);
  END LOOP;
  -- One text, so that what a PBX is told and what the product shows cannot differ.
  EXECUTE 'CREATE VIEW pbx_extensions AS ' || pg_get_viewdef('extension_states'::regclass);
  EXECUTE $view$CREATE VIEW pbx_queues AS
    SELECT q.organization_id, q.id, o.slug AS organization, t.sip_domain AS realm, q.number, q.name, q.strategy, q.voicemail
    FROM call_queues q
    JOIN telephony_settings t ON t.organization_id = q.organization_id
    JOIN domains d ON d.organization_id = t.organization_id AND d.name = t.sip_domain AND d.proven_at IS NOT NULL
    JOIN organizations o ON o.id = q.organization_id AND o.suspended_at IS NULL$view$;
  EXECUTE $view$CREATE VIEW pbx_queue_members AS
    SELECT q.realm, q.number AS queue, m.position, e.number, m.paused, e.may_call
    FROM call_queue_members m
    JOIN pbx_queues q ON q.organization_id = m.organization_id AND q.id = m.queue_id
    JOIN pbx_extensions e ON e.organization_id = m.organization_id AND e.id = m.extension_id$view$;
  EXECUTE 'GRANT CREATE ON SCHEMA public TO rollcall_telephony';
  FOREACH view_name IN ARRAY ARRAY['pbx_extensions', 'pbx_queues', 'pbx_queue_members']
  LOOP
    -- What the view leaves out is not handed to functions that whoever reads it makes.
    EXECUTE format('ALTER VIEW %I SET (security_barrier)', view_name);
    EXECUTE format('ALTER VIEW %I OWNER TO rollcall_telephony', view_name);
    EXECUTE format('GRANT SELECT ON %I TO rollcall_pbx_reader', view_name);
  END LOOP;
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM rollcall_telephony';
END $$;

-- A second step at sign-in: what an organization asks, the ways a person has, recovery codes, remembered devices, and
-- sign-ins whose password was right and whose second step is still to come.

-- `mfa_required_at` is when it was last made a requirement: the days of grace are counted from it.
ALTER TABLE organizations
  ADD COLUMN mfa_policy text NOT NULL DEFAULT 'optional' CHECK (mfa_policy IN ('off', 'optional', 'required')),
  ADD COLUMN mfa_grace_days integer NOT NULL DEFAULT 7 CHECK (mfa_grace_days BETWEEN 0 AND 90),
  ADD COLUMN mfa_required_at timestamptz(3),
  ADD CONSTRAINT organizations_mfa_required_check CHECK ((mfa_policy = 'required') = (mfa_required_at IS NOT NULL)),
  -- NIST SP 800-63B-4 §3.1.1.2: 15 characters where the password is the only factor, 8 where it is one of two.
  DROP CONSTRAINT organizations_password_length_min_check,
  ADD CONSTRAINT organizations_password_length_min_check
    CHECK (password_length_min BETWEEN CASE mfa_policy WHEN 'required' THEN 8 ELSE 15 END AND 64);
GRANT UPDATE (mfa_policy, mfa_grace_days, mfa_required_at) ON organizations TO rollcall_application;

-- A way is being set up as long as `confirmed_at` is null. `secret` is sealed with the installation's key; `last_step` is
-- the time step of the last code, which is worth nothing a second time. `phone` is the number that was proven.
CREATE TABLE mfa_methods (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('totp', 'passkey', 'sms')),
  name text NOT NULL,
  secret bytea,
  last_step bigint,
  credential_id bytea,
  public_key bytea,
  counter bigint,
  transports text[] NOT NULL DEFAULT '{}',
  phone text,
  code_hash bytea CHECK (octet_length(code_hash) = 32),
  code_expires_at timestamptz(3),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  confirmed_at timestamptz(3),
  last_used_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE,
  CHECK ((kind = 'totp') = (secret IS NOT NULL)),
  CHECK ((kind = 'passkey') = (credential_id IS NOT NULL AND public_key IS NOT NULL AND counter IS NOT NULL)),
  CHECK ((kind = 'sms') = (phone IS NOT NULL)),
  CHECK (kind = 'sms' OR code_hash IS NULL)
);
CREATE INDEX mfa_methods_user ON mfa_methods (organization_id, user_id, id);
CREATE UNIQUE INDEX mfa_methods_one ON mfa_methods (organization_id, user_id, kind) WHERE kind <> 'passkey';
CREATE UNIQUE INDEX mfa_methods_credential ON mfa_methods (organization_id, credential_id)
  WHERE credential_id IS NOT NULL;

CREATE TABLE mfa_recovery_codes (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  used_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX mfa_recovery_codes_user ON mfa_recovery_codes (organization_id, user_id, hash);

CREATE TABLE remembered_devices (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  ip text,
  user_agent text,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  last_used_at timestamptz(3),
  expires_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX remembered_devices_user ON remembered_devices (organization_id, user_id, token_hash);

-- `target` is the page that the person came for.
CREATE TABLE pending_sign_ins (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  token_hash bytea NOT NULL CHECK (octet_length(token_hash) = 32),
  target text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  ended_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, token_hash),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX pending_sign_ins_user ON pending_sign_ins (organization_id, user_id);

DO $$
DECLARE
  tenant text;
BEGIN
  FOREACH tenant IN ARRAY ARRAY['mfa_methods', 'mfa_recovery_codes', 'remembered_devices', 'pending_sign_ins'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization())
      WITH CHECK (organization_id = current_organization())', tenant);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', tenant);
  END LOOP;
END $$;

-- When a session's person last showed that it is them, and when they put off setting a second step up.
ALTER TABLE sessions
  ADD COLUMN confirmed_at timestamptz(3),
  ADD COLUMN mfa_postponed_at timestamptz(3);

-- Asked with every request beside the session itself: from when its person has to have a second step before anything
-- else. No row where nothing is asked of them.
GRANT SELECT (mfa_policy, mfa_grace_days, mfa_required_at) ON organizations TO rollcall_lookup;
GRANT SELECT (mfa_postponed_at) ON sessions TO rollcall_lookup;
GRANT SELECT (organization_id, user_id, confirmed_at) ON mfa_methods TO rollcall_lookup;
CREATE POLICY lookup ON mfa_methods FOR SELECT TO rollcall_lookup USING (true);
CREATE FUNCTION second_step_due(session_organization uuid, session_id uuid)
RETURNS TABLE (due_at timestamptz, postponed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT greatest(o.mfa_required_at, u.activated_at) + make_interval(days => o.mfa_grace_days),
    s.mfa_postponed_at IS NOT NULL
  FROM public.sessions s
  JOIN public.organizations o ON o.id = s.organization_id
  CROSS JOIN LATERAL (
    SELECT activated_at FROM public.users found
    WHERE found.organization_id = s.organization_id AND found.id = s.user_id
    OFFSET 0) u
  WHERE s.organization_id = session_organization AND s.id = session_id AND o.mfa_policy = 'required'
    AND NOT EXISTS (
      SELECT FROM public.mfa_methods m
      WHERE m.organization_id = s.organization_id AND m.user_id = s.user_id AND m.confirmed_at IS NOT NULL)
$$;

GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION second_step_due(uuid, uuid) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION second_step_due(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION second_step_due(uuid, uuid) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

-- A code by SMS, and word that the ways of one's second step are other ones now. Both are waited for.
ALTER TABLE messages
  DROP CONSTRAINT messages_kind_check,
  ADD CONSTRAINT messages_kind_check CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset',
    'passwordChanged', 'secondStepChanged', 'signInCode', 'own', 'test'));
ALTER TABLE message_templates
  DROP CONSTRAINT message_templates_kind_check,
  ADD CONSTRAINT message_templates_kind_check CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset',
    'passwordChanged', 'secondStepChanged', 'own'));
DROP INDEX messages_urgent;
CREATE INDEX messages_urgent ON messages (organization_id, next_attempt_at, id)
  WHERE state = 'queued' AND kind IN ('reset', 'passwordChanged', 'secondStepChanged', 'signInCode', 'test');

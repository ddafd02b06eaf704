-- Sign-in by an organization's own provider (decision 53).
CREATE TABLE sign_on_providers (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('oidc', 'saml')),
  name text NOT NULL,
  issuer text NOT NULL,
  client_id text,
  secret bytea,
  metadata jsonb NOT NULL DEFAULT '{}',
  address_claim text NOT NULL DEFAULT '',
  new_people text NOT NULL DEFAULT 'existing' CHECK (new_people IN ('linked', 'existing', 'create')),
  own_second_step boolean NOT NULL DEFAULT false,
  state text NOT NULL DEFAULT 'draft' CHECK (state IN ('draft', 'offered', 'required')),
  -- What came of the last trial sign-in, and with which version of the row.
  trial jsonb,
  -- Whoever last changed it: accounts are made with their rights.
  vouched_by jsonb NOT NULL,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  CHECK (kind <> 'oidc' OR client_id IS NOT NULL)
);
COMMENT ON COLUMN sign_on_providers.metadata IS 'Of SAML: where requests go, and the certificates that answers are signed with.';

-- Whom a provider means by a subject, which never changes there as a name or an address may.
CREATE TABLE sign_on_links (
  organization_id uuid NOT NULL,
  provider_id uuid NOT NULL,
  subject text NOT NULL,
  user_id uuid NOT NULL,
  linked_at timestamptz(3) NOT NULL DEFAULT now(),
  last_used_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, provider_id, subject),
  UNIQUE (organization_id, provider_id, user_id),
  FOREIGN KEY (organization_id, provider_id) REFERENCES sign_on_providers (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_on_links_user ON sign_on_links (organization_id, user_id);

-- A browser that is at a provider. It is good once.
CREATE TABLE sign_on_requests (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  provider_id uuid NOT NULL,
  browser_hash bytea NOT NULL,
  target text NOT NULL,
  -- Set where an admin tries it: nobody is signed in by it.
  trial_of jsonb,
  -- What a provider's form brought here, until the browser comes itself.
  answer text,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, provider_id) REFERENCES sign_on_providers (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_on_requests_expiry ON sign_on_requests (organization_id, expires_at);

-- Sessions that a provider vouched for, and what it has to be told when they end.
CREATE TABLE sign_on_sessions (
  organization_id uuid NOT NULL,
  session_id uuid NOT NULL,
  provider_id uuid NOT NULL,
  own_second_step boolean NOT NULL,
  sign_out bytea,
  PRIMARY KEY (organization_id, session_id),
  FOREIGN KEY (organization_id, session_id) REFERENCES sessions (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, provider_id) REFERENCES sign_on_providers (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX sign_on_sessions_provider ON sign_on_sessions (organization_id, provider_id);

-- Those who keep their password where everybody else has to come by the provider.
CREATE TABLE sign_on_keepers (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  kept_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);

-- A second step after a provider's sign-in.
ALTER TABLE pending_sign_ins ADD COLUMN provider_id uuid, ADD COLUMN sign_out bytea,
  ADD FOREIGN KEY (organization_id, provider_id) REFERENCES sign_on_providers (organization_id, id) ON DELETE CASCADE;

DO $$
DECLARE made text;
BEGIN
  FOREACH made IN ARRAY ARRAY['sign_on_providers', 'sign_on_links', 'sign_on_requests', 'sign_on_sessions', 'sign_on_keepers']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', made);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', made);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization())
      WITH CHECK (organization_id = current_organization())', made);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', made);
  END LOOP;
END $$;

-- Whether a session is one that a provider vouched for: then no password of its person's has to be replaced, and perhaps
-- no second step has to be set up.
GRANT SELECT (organization_id, session_id, own_second_step) ON sign_on_sessions TO rollcall_lookup;
CREATE POLICY lookup ON sign_on_sessions FOR SELECT TO rollcall_lookup USING (true);
CREATE FUNCTION session_by_provider(session_organization uuid, session_id uuid)
RETURNS TABLE (by_provider boolean, own_second_step boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT true, s.own_second_step FROM public.sign_on_sessions s
  WHERE s.organization_id = session_organization AND s.session_id = session_by_provider.session_id
$$;
GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION session_by_provider(uuid, uuid) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION session_by_provider(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_by_provider(uuid, uuid) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

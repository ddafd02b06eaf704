-- Keys with which programs act for an organization. `maker` is whose rights a key has at most; no foreign key, because
-- that person may belong to the managing organization.
CREATE TABLE api_keys (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  name text NOT NULL,
  prefix text NOT NULL,
  secret_hash bytea NOT NULL,
  scopes text[] NOT NULL CHECK (cardinality(scopes) > 0),
  maker jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  revoked_at timestamptz(3),
  last_used_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, secret_hash)
);
CREATE INDEX api_keys_secret_hash ON api_keys (secret_hash);

ALTER TABLE api_keys ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_keys FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON api_keys USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE ON api_keys TO rollcall_application;

-- A request brings a key and no organization: the one look-up that tells which it is of, and nothing else.
GRANT SELECT (organization_id, secret_hash) ON api_keys TO rollcall_lookup;
CREATE POLICY lookup ON api_keys FOR SELECT TO rollcall_lookup USING (true);

CREATE FUNCTION organization_of_api_key(hash bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT organization_id FROM public.api_keys WHERE secret_hash = hash LIMIT 1 $$;

GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION organization_of_api_key(bytea) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION organization_of_api_key(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_of_api_key(bytea) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

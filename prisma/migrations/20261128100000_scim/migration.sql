-- Systems that keep people and groups here in step with their own directory, by SCIM 2.0 (RFC 7644).
CREATE TABLE scim_connections (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  name text NOT NULL,
  sends_invitations boolean NOT NULL DEFAULT false,
  writes_roles boolean NOT NULL DEFAULT false,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  revoked_at timestamptz(3),
  PRIMARY KEY (organization_id, id)
);

-- `maker` is whose rights a token has at most; no foreign key, because that person may belong to the managing organization.
CREATE TABLE scim_tokens (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  connection_id uuid NOT NULL,
  prefix text NOT NULL,
  secret_hash bytea NOT NULL,
  maker jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, secret_hash),
  FOREIGN KEY (organization_id, connection_id) REFERENCES scim_connections (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX scim_tokens_secret_hash ON scim_tokens (secret_hash);
CREATE INDEX scim_tokens_connection ON scim_tokens (organization_id, connection_id, id);

-- What each connection calls a person or a group; two of them may call the same one differently.
CREATE TABLE scim_user_links (
  organization_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  user_id uuid NOT NULL,
  external_id text NOT NULL,
  PRIMARY KEY (organization_id, connection_id, user_id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES scim_connections (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX scim_user_links_external_id ON scim_user_links (organization_id, connection_id, external_id);
CREATE INDEX scim_user_links_user ON scim_user_links (organization_id, user_id);

CREATE TABLE scim_group_links (
  organization_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  group_id uuid NOT NULL,
  external_id text NOT NULL,
  PRIMARY KEY (organization_id, connection_id, group_id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES scim_connections (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, group_id) REFERENCES groups (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX scim_group_links_external_id ON scim_group_links (organization_id, connection_id, external_id);
CREATE INDEX scim_group_links_group ON scim_group_links (organization_id, group_id);

-- What SCIM has of a person and their row has not, such as a title or a postal address, in SCIM's own shape. Whoever has
-- nothing of the kind has no row.
CREATE TABLE scim_people (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  kept jsonb NOT NULL CHECK (jsonb_typeof(kept) = 'object' AND kept <> '{}'),
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);

ALTER TABLE scim_connections ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_connections FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON scim_connections USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE ON scim_connections TO rollcall_application;

ALTER TABLE scim_tokens ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_tokens FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON scim_tokens USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE ON scim_tokens TO rollcall_application;

ALTER TABLE scim_user_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_user_links FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON scim_user_links USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON scim_user_links TO rollcall_application;

ALTER TABLE scim_group_links ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_group_links FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON scim_group_links USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON scim_group_links TO rollcall_application;

ALTER TABLE scim_people ENABLE ROW LEVEL SECURITY;
ALTER TABLE scim_people FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON scim_people USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON scim_people TO rollcall_application;

-- A request brings a token and no organization: the one look-up that tells which it is of, and nothing else.
GRANT SELECT (organization_id, secret_hash) ON scim_tokens TO rollcall_lookup;
CREATE POLICY lookup ON scim_tokens FOR SELECT TO rollcall_lookup USING (true);

CREATE FUNCTION organization_of_scim_token(hash bytea) RETURNS uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$ SELECT organization_id FROM public.scim_tokens WHERE secret_hash = hash LIMIT 1 $$;

GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION organization_of_scim_token(bytea) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION organization_of_scim_token(bytea) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION organization_of_scim_token(bytea) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

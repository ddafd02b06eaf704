-- Directories that people are brought over from and kept like (decision 51).
CREATE TABLE sync_connections (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('entra', 'ldap')),
  name text NOT NULL,
  settings jsonb NOT NULL,
  secret bytea NOT NULL,
  choice jsonb NOT NULL,
  links jsonb NOT NULL DEFAULT '{}',
  made_by jsonb NOT NULL,
  made_at timestamptz(3) NOT NULL DEFAULT now(),
  version integer NOT NULL DEFAULT 1,
  tested_at timestamptz(3),
  test_problem text,
  imported_at timestamptz(3),
  next_run_at timestamptz(3),
  paused_because text,
  PRIMARY KEY (organization_id, id),
  CONSTRAINT sync_connections_organization_id_name_key UNIQUE (organization_id, name)
);
COMMENT ON COLUMN sync_connections.settings IS 'Where the directory is, and as whom it is asked.';
COMMENT ON COLUMN sync_connections.choice IS 'Who is taken over, which field comes from where and who has the last word on it, how often, how many may leave.';
COMMENT ON COLUMN sync_connections.links IS 'Of each stream of changes where the last complete reading of it ended.';
COMMENT ON COLUMN sync_connections.imported_at IS 'When the first import was done; until then nothing is done without a person.';
CREATE INDEX sync_connections_next ON sync_connections (next_run_at) WHERE paused_because IS NULL;

CREATE TABLE sync_runs (
  organization_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  id uuid NOT NULL,
  state text NOT NULL CHECK (state IN ('reading', 'confirming', 'planning', 'importing', 'review', 'applying',
    'waiting', 'done', 'failed', 'superseded')),
  is_first boolean NOT NULL DEFAULT false,
  asked_by jsonb,
  streams jsonb NOT NULL DEFAULT '{}',
  begun_at timestamptz(3) NOT NULL DEFAULT now(),
  ended_at timestamptz(3),
  lease uuid,
  lease_until timestamptz(3),
  resume_at timestamptz(3),
  failures integer NOT NULL DEFAULT 0,
  import_id uuid,
  counts jsonb NOT NULL DEFAULT '{}',
  notes text[] NOT NULL DEFAULT '{}',
  leaving integer NOT NULL DEFAULT 0,
  allowed jsonb,
  PRIMARY KEY (organization_id, connection_id, id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES sync_connections (organization_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN sync_runs.streams IS 'How far each stream of changes has been read, so that reading goes on where a process was killed.';
COMMENT ON COLUMN sync_runs.lease IS 'Whoever works on it, until lease_until; what is written without it is refused.';
COMMENT ON COLUMN sync_runs.leaving IS 'How many would be suspended, where the run waits for somebody to allow it.';
CREATE INDEX sync_runs_open ON sync_runs (organization_id, connection_id)
  WHERE state NOT IN ('done', 'failed', 'superseded');
CREATE INDEX sync_runs_import ON sync_runs (organization_id, import_id) WHERE import_id IS NOT NULL;

CREATE TABLE sync_people (
  organization_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  source_id text NOT NULL,
  attributes jsonb NOT NULL DEFAULT '{}',
  unsure text[] NOT NULL DEFAULT '{}',
  presence text NOT NULL CHECK (presence IN ('present', 'disabled', 'gone')),
  seen_run uuid,
  is_dirty boolean NOT NULL DEFAULT true,
  user_id uuid,
  applied jsonb NOT NULL DEFAULT '{}',
  checked_at timestamptz(3),
  left_at timestamptz(3),
  is_leaving boolean NOT NULL DEFAULT false,
  import_line integer,
  issue text,
  PRIMARY KEY (organization_id, connection_id, source_id),
  CONSTRAINT sync_people_organization_id_connection_id_user_id_key UNIQUE (organization_id, connection_id, user_id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES sync_connections (organization_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN sync_people.attributes IS 'As the directory last said them.';
COMMENT ON COLUMN sync_people.unsure IS 'Those that a complete reading did not name any more: emptied, or not told.';
COMMENT ON COLUMN sync_people.applied IS 'The values that the connection gave the person here.';
COMMENT ON COLUMN sync_people.left_at IS 'When the connection suspended the person here, as the person has it.';
COMMENT ON COLUMN sync_people.is_leaving IS 'Set before the connection suspends the person, so that a run that was killed knows whom it did.';
CREATE INDEX sync_people_dirty ON sync_people (organization_id, connection_id) WHERE is_dirty;

CREATE TABLE sync_groups (
  organization_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  source_id text NOT NULL,
  name text NOT NULL,
  in_scope boolean NOT NULL DEFAULT false,
  role text,
  group_id uuid,
  is_gone boolean NOT NULL DEFAULT false,
  PRIMARY KEY (organization_id, connection_id, source_id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES sync_connections (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, group_id) REFERENCES groups (organization_id, id) ON DELETE SET NULL (group_id)
);
CREATE TABLE sync_members (
  organization_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  group_id text NOT NULL,
  person_id text NOT NULL,
  seen_run uuid,
  PRIMARY KEY (organization_id, connection_id, group_id, person_id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES sync_connections (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX sync_members_person ON sync_members (organization_id, connection_id, person_id);
CREATE TABLE sync_given (
  organization_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  user_id uuid NOT NULL,
  group_id uuid NOT NULL,
  PRIMARY KEY (organization_id, connection_id, user_id, group_id),
  FOREIGN KEY (organization_id, connection_id) REFERENCES sync_connections (organization_id, id) ON DELETE CASCADE
);
COMMENT ON TABLE sync_given IS 'Who is in a group here because a connection took them in; whoever was in it before is not.';
CREATE TABLE sync_conflicts (
  organization_id uuid NOT NULL,
  connection_id uuid NOT NULL,
  user_id uuid NOT NULL,
  field text NOT NULL,
  here text NOT NULL,
  there text NOT NULL,
  kept text NOT NULL CHECK (kept IN ('here', 'there')),
  here_by text NOT NULL,
  at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, connection_id, user_id, field),
  FOREIGN KEY (organization_id, connection_id) REFERENCES sync_connections (organization_id, id) ON DELETE CASCADE
);

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['sync_connections', 'sync_runs', 'sync_people', 'sync_groups', 'sync_members',
    'sync_given', 'sync_conflicts']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization()) '
      'WITH CHECK (organization_id = current_organization())', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', tenant_table);
  END LOOP;
END $$;

-- Whose connections have come to their turn, or have a run that nobody works on.
GRANT SELECT (organization_id, next_run_at, paused_because) ON sync_connections TO rollcall_lookup;
GRANT SELECT (organization_id, state, lease_until, resume_at) ON sync_runs TO rollcall_lookup;
CREATE POLICY lookup ON sync_connections FOR SELECT TO rollcall_lookup USING (true);
CREATE POLICY lookup ON sync_runs FOR SELECT TO rollcall_lookup USING (true);
CREATE FUNCTION organizations_with_syncs_due() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT organization_id FROM public.sync_connections WHERE paused_because IS NULL AND next_run_at <= now()
  UNION
  SELECT organization_id FROM public.sync_runs WHERE state IN ('reading', 'confirming', 'planning', 'importing', 'review', 'applying')
    AND (lease_until IS NULL OR lease_until <= now()) AND (resume_at IS NULL OR resume_at <= now())
$$;
DO $$
BEGIN
  EXECUTE 'GRANT CREATE ON SCHEMA public TO rollcall_lookup';
  EXECUTE 'ALTER FUNCTION organizations_with_syncs_due() OWNER TO rollcall_lookup';
  EXECUTE 'REVOKE ALL ON FUNCTION organizations_with_syncs_due() FROM PUBLIC';
  EXECUTE 'GRANT EXECUTE ON FUNCTION organizations_with_syncs_due() TO rollcall_application';
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM rollcall_lookup';
END $$;

-- Events are sealed by the worker, batch after batch in the order of the transactions that wrote them (decision 45).

-- Counts on over a move into another cluster, where transactions begin anew: `continue-audit` of the command line replaces
-- both functions with ones that add what is missing.
CREATE FUNCTION audit_transaction() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT pg_catalog.pg_current_xact_id()::text::bigint
$$;
-- All transactions before it have ended, and what they wrote can be seen.
CREATE FUNCTION audit_horizon() RETURNS bigint LANGUAGE sql STABLE AS $$
  SELECT pg_catalog.pg_snapshot_xmin(pg_catalog.pg_current_snapshot())::text::bigint
$$;

ALTER TABLE audit_events ADD COLUMN transaction bigint NOT NULL DEFAULT 0;
ALTER TABLE audit_events ALTER COLUMN transaction SET DEFAULT audit_transaction();
COMMENT ON COLUMN audit_events.transaction IS 'What wrote it, in whose order events are sealed; 0 for those from before there were seals.';
CREATE INDEX audit_events_transaction ON audit_events (organization_id, transaction, id);
-- The application says nothing of it.
REVOKE INSERT ON audit_events FROM rollcall_application;
GRANT INSERT (organization_id, id, occurred_at, action, actor_kind, actor_organization_id, actor_user_id, actor_name,
  subject_type, subject_id, subject_name, changes, ip) ON audit_events TO rollcall_application;

CREATE TABLE audit_seals (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  number integer NOT NULL,
  through_transaction bigint NOT NULL,
  through_id uuid NOT NULL,
  events integer NOT NULL,
  marks bytea NOT NULL,
  key_id text NOT NULL,
  seal bytea NOT NULL,
  sealed_at timestamptz(3) NOT NULL,
  PRIMARY KEY (organization_id, number)
);
ALTER TABLE audit_seals ALTER COLUMN marks SET STORAGE EXTERNAL;
COMMENT ON COLUMN audit_seals.marks IS 'Of each event its id and half a SHA-256 of all that it says, in their order.';
COMMENT ON COLUMN audit_seals.seal IS 'HMAC-SHA-256 of the seal before it, and of all that stands here.';
CREATE TABLE audit_chain_ends (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  number integer NOT NULL,
  events bigint NOT NULL,
  key_id text NOT NULL,
  seal bytea NOT NULL,
  PRIMARY KEY (organization_id)
);
COMMENT ON TABLE audit_chain_ends IS 'Which seal is the last one, sealed itself: so that one that is taken off the end is missed.';

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['audit_seals', 'audit_chain_ends']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization()) '
      'WITH CHECK (organization_id = current_organization())', tenant_table);
  END LOOP;
END $$;
GRANT SELECT, INSERT ON audit_seals TO rollcall_application;
GRANT SELECT, INSERT, UPDATE ON audit_chain_ends TO rollcall_application;

-- Which organizations have events that no seal covers.
GRANT SELECT (transaction) ON audit_events TO rollcall_lookup;
GRANT SELECT (organization_id, number, through_transaction) ON audit_seals TO rollcall_lookup;
CREATE POLICY lookup ON audit_seals FOR SELECT TO rollcall_lookup USING (true);
CREATE FUNCTION organizations_to_seal() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT o.id FROM public.organizations o
  WHERE EXISTS (SELECT FROM public.audit_events e WHERE e.organization_id = o.id
    AND e.transaction < public.audit_horizon()
    AND e.transaction > coalesce((SELECT s.through_transaction FROM public.audit_seals s
      WHERE s.organization_id = o.id ORDER BY s.number DESC LIMIT 1), -1))
$$;
DO $$
BEGIN
  EXECUTE 'GRANT CREATE ON SCHEMA public TO rollcall_lookup';
  EXECUTE 'ALTER FUNCTION organizations_to_seal() OWNER TO rollcall_lookup';
  EXECUTE 'REVOKE ALL ON FUNCTION organizations_to_seal() FROM PUBLIC';
  EXECUTE 'GRANT EXECUTE ON FUNCTION organizations_to_seal() TO rollcall_application';
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM rollcall_lookup';
END $$;

-- Reports: made at once or on a schedule, kept for some days, and told of by a message (decision 46).
CREATE TABLE report_schedules (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  kind text NOT NULL,
  format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
  every text NOT NULL CHECK (every IN ('day', 'week', 'month')),
  day integer NOT NULL CHECK (day BETWEEN 1 AND 31),
  hour integer NOT NULL CHECK (hour BETWEEN 0 AND 23),
  next_run_at timestamptz(3) NOT NULL,
  made_by jsonb NOT NULL,
  made_at timestamptz(3) NOT NULL DEFAULT now(),
  paused_because text,
  PRIMARY KEY (organization_id, id)
);
COMMENT ON COLUMN report_schedules.day IS 'Of the week, 1 is Monday, or of the month; each day it says nothing.';
CREATE INDEX report_schedules_next ON report_schedules (next_run_at) WHERE paused_because IS NULL;

CREATE TABLE reports (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  schedule_id uuid,
  due_at timestamptz(3) NOT NULL DEFAULT now(),
  kind text NOT NULL,
  format text NOT NULL CHECK (format IN ('csv', 'xlsx')),
  days integer NOT NULL,
  asked_by jsonb NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'ready', 'refused', 'failed', 'expired')),
  reason text,
  file_name text,
  rows integer,
  size_bytes bigint,
  ready_at timestamptz(3),
  expires_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  CONSTRAINT reports_organization_id_schedule_id_due_at_key UNIQUE (organization_id, schedule_id, due_at)
);
COMMENT ON COLUMN reports.schedule_id IS 'What it was made by; null for one that somebody asked for at once. It outlives the schedule.';
COMMENT ON COLUMN reports.days IS 'How far back what happened is told; what there is now is told whole.';
CREATE INDEX reports_expire ON reports (expires_at) WHERE state = 'ready';

CREATE TABLE report_parts (
  organization_id uuid NOT NULL,
  report_id uuid NOT NULL,
  part integer NOT NULL,
  bytes bytea NOT NULL,
  PRIMARY KEY (organization_id, report_id, part),
  FOREIGN KEY (organization_id, report_id) REFERENCES reports (organization_id, id) ON DELETE CASCADE
);
ALTER TABLE report_parts ALTER COLUMN bytes SET STORAGE EXTERNAL;
CREATE TABLE report_fetches (
  organization_id uuid NOT NULL,
  report_id uuid NOT NULL,
  id uuid NOT NULL,
  fetched_by jsonb NOT NULL,
  fetched_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, report_id, id),
  FOREIGN KEY (organization_id, report_id) REFERENCES reports (organization_id, id) ON DELETE CASCADE
);

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['report_schedules', 'reports', 'report_parts', 'report_fetches']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization()) '
      'WITH CHECK (organization_id = current_organization())', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', tenant_table);
  END LOOP;
END $$;

-- Whose schedules have come to their turn, or whose files are to go.
GRANT SELECT (organization_id, next_run_at, paused_because) ON report_schedules TO rollcall_lookup;
GRANT SELECT (organization_id, state, expires_at) ON reports TO rollcall_lookup;
CREATE POLICY lookup ON report_schedules FOR SELECT TO rollcall_lookup USING (true);
CREATE POLICY lookup ON reports FOR SELECT TO rollcall_lookup USING (true);
CREATE FUNCTION organizations_with_reports_due() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT organization_id FROM public.report_schedules WHERE paused_because IS NULL AND next_run_at <= now()
  UNION
  SELECT organization_id FROM public.reports WHERE state = 'ready' AND expires_at <= now()
$$;
DO $$
BEGIN
  EXECUTE 'GRANT CREATE ON SCHEMA public TO rollcall_lookup';
  EXECUTE 'ALTER FUNCTION organizations_with_reports_due() OWNER TO rollcall_lookup';
  EXECUTE 'REVOKE ALL ON FUNCTION organizations_with_reports_due() FROM PUBLIC';
  EXECUTE 'GRANT EXECUTE ON FUNCTION organizations_with_reports_due() TO rollcall_application';
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM rollcall_lookup';
END $$;

-- One kind of message more, beside those that there are by then.
DO $$
DECLARE
  kinds record;
BEGIN
  FOR kinds IN SELECT conrelid::regclass AS name, conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
    WHERE conname IN ('messages_kind_check', 'message_templates_kind_check')
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s', kinds.name, kinds.conname, kinds.conname,
      replace(kinds.definition, '''own''::text', '''reportReady''::text, ''own''::text'));
  END LOOP;
END $$;

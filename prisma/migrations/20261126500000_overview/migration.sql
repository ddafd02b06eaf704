-- What an overview counts (decision 44), as sums of changes, like the number of people: exact inside every transaction, and
-- nobody waits for anybody. `people.…` holds how many have a status from a moment on, for most go from one to the next by
-- time alone; `message.…` what waits or did not arrive, by kind and state. What was written down in a day stands beside it.
CREATE TABLE figure_changes (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  figure text COLLATE "C" NOT NULL,
  moment timestamptz(3) NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  change integer NOT NULL,
  folded boolean NOT NULL DEFAULT false,
  PRIMARY KEY (organization_id, figure, moment, id)
);
CREATE INDEX figure_changes_loose ON figure_changes (organization_id) WHERE NOT folded;
CREATE INDEX figure_changes_coming ON figure_changes (moment, organization_id)
  WHERE moment > '-infinity' AND figure > 'people.';
COMMENT ON COLUMN figure_changes.moment IS 'From when it counts; -infinity for always.';
COMMENT ON COLUMN figure_changes.folded IS 'Whether it is the sum of others, which are gone.';

CREATE TABLE event_days (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  day date NOT NULL,
  id bigint GENERATED ALWAYS AS IDENTITY,
  activations integer NOT NULL,
  sign_ins integer NOT NULL,
  imports integer NOT NULL,
  folded boolean NOT NULL DEFAULT false,
  PRIMARY KEY (organization_id, day, id)
);
CREATE INDEX event_days_loose ON event_days (organization_id) WHERE NOT folded;
COMMENT ON COLUMN event_days.day IS 'In UTC.';

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['figure_changes', 'event_days']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization()) '
      'WITH CHECK (organization_id = current_organization())', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, DELETE ON %I TO rollcall_application', tenant_table);
    EXECUTE format('CREATE POLICY lookup ON %I FOR SELECT TO rollcall_lookup USING (true)', tenant_table);
  END LOOP;
END $$;
GRANT SELECT (organization_id, figure, moment, change, folded) ON figure_changes TO rollcall_lookup;
GRANT SELECT (organization_id, day, activations, sign_ins, imports, folded) ON event_days TO rollcall_lookup;

-- A person's statuses by the moments from which they have them, +1, and until which they do, -1. Mirrors statusOf; a test
-- compares the sums with what the list shows.
CREATE FUNCTION status_steps(legacy text, is_suspended boolean, is_activated boolean, access_ends timestamptz,
  credential_expires timestamptz, locked_until timestamptz)
RETURNS TABLE (status text, moment timestamptz, change integer) LANGUAGE sql IMMUTABLE AS $$
  WITH ends AS (
    SELECT coalesce(least(access_ends, CASE WHEN NOT is_activated AND credential_expires IS NOT NULL
        THEN greatest(credential_expires, locked_until) END), 'infinity') AS expires),
  spans (status, begins, ends) AS (
    SELECT coalesce(legacy, 'suspended'), timestamptz '-infinity', timestamptz 'infinity'
    WHERE legacy IS NOT NULL OR is_suspended
    UNION ALL
    SELECT each.status, each.begins, each.ends FROM ends CROSS JOIN LATERAL (VALUES
      ('locked', timestamptz '-infinity', least(coalesce(locked_until, '-infinity'), ends.expires)),
      (CASE WHEN is_activated THEN 'active' ELSE 'pending' END, coalesce(locked_until, '-infinity'), ends.expires),
      ('expired', ends.expires, timestamptz 'infinity')) AS each (status, begins, ends)
    WHERE legacy IS NULL AND NOT is_suspended)
  SELECT spans.status, spans.begins, 1 FROM spans WHERE spans.begins < spans.ends
  UNION ALL
  SELECT spans.status, spans.ends, -1 FROM spans WHERE spans.begins < spans.ends AND spans.ends < 'infinity'
$$;

-- People with the same facts are counted as one, so that an import of very many comes to few rows.
CREATE OR REPLACE FUNCTION users_count_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH facts AS MATERIALIZED (
    SELECT organization_id, legacy_status, suspended_at IS NOT NULL AS is_suspended, activated_at IS NOT NULL AS is_activated,
      access_ends_at, credential_expires_at, locked_until, count(*) AS change
    FROM inserted WHERE removed_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7),
  counted AS (
    INSERT INTO public.user_count_changes (organization_id, change)
    SELECT organization_id, sum(change) FROM facts GROUP BY organization_id)
  INSERT INTO public.figure_changes (organization_id, figure, moment, change)
  SELECT f.organization_id, 'people.' || s.status, s.moment, sum(f.change * s.change)
  FROM facts f CROSS JOIN LATERAL public.status_steps(f.legacy_status, f.is_suspended, f.is_activated, f.access_ends_at,
    f.credential_expires_at, f.locked_until) s
  GROUP BY 1, 2, 3 HAVING sum(f.change * s.change) <> 0;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION users_count_updated() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH facts AS MATERIALIZED (
    SELECT organization_id, legacy_status, is_suspended, is_activated, access_ends_at, credential_expires_at, locked_until,
      sum(change) AS change
    FROM (
      SELECT organization_id, legacy_status, suspended_at IS NOT NULL AS is_suspended,
        activated_at IS NOT NULL AS is_activated, access_ends_at, credential_expires_at, locked_until, -1 AS change
      FROM before WHERE removed_at IS NULL
      UNION ALL
      SELECT organization_id, legacy_status, suspended_at IS NOT NULL, activated_at IS NOT NULL, access_ends_at,
        credential_expires_at, locked_until, 1
      FROM after WHERE removed_at IS NULL) changes
    GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(change) <> 0),
  counted AS (
    INSERT INTO public.user_count_changes (organization_id, change)
    SELECT organization_id, sum(change) FROM facts GROUP BY organization_id HAVING sum(change) <> 0)
  INSERT INTO public.figure_changes (organization_id, figure, moment, change)
  SELECT f.organization_id, 'people.' || s.status, s.moment, sum(f.change * s.change)
  FROM facts f CROSS JOIN LATERAL public.status_steps(f.legacy_status, f.is_suspended, f.is_activated, f.access_ends_at,
    f.credential_expires_at, f.locked_until) s
  GROUP BY 1, 2, 3 HAVING sum(f.change * s.change) <> 0;
  RETURN NULL;
END $$;
CREATE OR REPLACE FUNCTION users_count_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  WITH facts AS MATERIALIZED (
    SELECT organization_id, legacy_status, suspended_at IS NOT NULL AS is_suspended, activated_at IS NOT NULL AS is_activated,
      access_ends_at, credential_expires_at, locked_until, -count(*) AS change
    FROM deleted WHERE removed_at IS NULL GROUP BY 1, 2, 3, 4, 5, 6, 7),
  counted AS (
    INSERT INTO public.user_count_changes (organization_id, change)
    SELECT organization_id, sum(change) FROM facts GROUP BY organization_id)
  INSERT INTO public.figure_changes (organization_id, figure, moment, change)
  SELECT f.organization_id, 'people.' || s.status, s.moment, sum(f.change * s.change)
  FROM facts f CROSS JOIN LATERAL public.status_steps(f.legacy_status, f.is_suspended, f.is_activated, f.access_ends_at,
    f.credential_expires_at, f.locked_until) s
  GROUP BY 1, 2, 3 HAVING sum(f.change * s.change) <> 0;
  RETURN NULL;
END $$;

CREATE FUNCTION events_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.event_days (organization_id, day, activations, sign_ins, imports)
  SELECT organization_id, (occurred_at AT TIME ZONE 'UTC')::date, count(*) FILTER (WHERE action = 'user.activated'),
    count(*) FILTER (WHERE action = 'session.started'), count(*) FILTER (WHERE action = 'import.committed')
  FROM inserted WHERE action IN ('user.activated', 'session.started', 'import.committed') GROUP BY 1, 2;
  RETURN NULL;
END $$;
CREATE TRIGGER events_counted AFTER INSERT ON audit_events REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION events_counted();

-- Those that open an account and wait or did not arrive; `sending` is a worker's for a moment, and waits as well.
CREATE FUNCTION message_figure(kind text, state text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN kind IN ('invitation', 'welcomeQr', 'loginDetails')
      AND state IN ('queued', 'sending', 'failed', 'bounced') THEN 'message.' || kind || '.' || state END
$$;
CREATE FUNCTION messages_counted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'INSERT' THEN
    INSERT INTO public.figure_changes (organization_id, figure, moment, change)
    SELECT organization_id, public.message_figure(kind, state), '-infinity', count(*) FROM inserted
    WHERE public.message_figure(kind, state) IS NOT NULL GROUP BY 1, 2;
  ELSIF TG_OP = 'DELETE' THEN
    INSERT INTO public.figure_changes (organization_id, figure, moment, change)
    SELECT organization_id, public.message_figure(kind, state), '-infinity', -count(*) FROM deleted
    WHERE public.message_figure(kind, state) IS NOT NULL GROUP BY 1, 2;
  ELSE
    INSERT INTO public.figure_changes (organization_id, figure, moment, change)
    SELECT organization_id, figure, '-infinity', sum(change) FROM (
      SELECT organization_id, public.message_figure(kind, state) AS figure, -1 AS change FROM before
      UNION ALL
      SELECT organization_id, public.message_figure(kind, state), 1 FROM after) changes
    WHERE figure IS NOT NULL GROUP BY 1, 2 HAVING sum(change) <> 0;
  END IF;
  RETURN NULL;
END $$;
CREATE TRIGGER messages_counted_inserted AFTER INSERT ON messages REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION messages_counted();
CREATE TRIGGER messages_counted_updated AFTER UPDATE ON messages REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION messages_counted();
CREATE TRIGGER messages_counted_deleted AFTER DELETE ON messages REFERENCING OLD TABLE AS deleted
  FOR EACH STATEMENT EXECUTE FUNCTION messages_counted();

-- What there is already. Forced, the policies would hide the rows from the owner.
ALTER TABLE users NO FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_events NO FORCE ROW LEVEL SECURITY;
ALTER TABLE messages NO FORCE ROW LEVEL SECURITY;
ALTER TABLE figure_changes NO FORCE ROW LEVEL SECURITY;
ALTER TABLE event_days NO FORCE ROW LEVEL SECURITY;
INSERT INTO figure_changes (organization_id, figure, moment, change, folded)
SELECT u.organization_id, 'people.' || s.status, s.moment, sum(s.change), true
FROM users u CROSS JOIN LATERAL status_steps(u.legacy_status, u.suspended_at IS NOT NULL, u.activated_at IS NOT NULL,
  u.access_ends_at, u.credential_expires_at, u.locked_until) s
WHERE u.removed_at IS NULL GROUP BY 1, 2, 3 HAVING sum(s.change) <> 0;
INSERT INTO event_days (organization_id, day, activations, sign_ins, imports, folded)
SELECT organization_id, (occurred_at AT TIME ZONE 'UTC')::date, count(*) FILTER (WHERE action = 'user.activated'),
    count(*) FILTER (WHERE action = 'session.started'), count(*) FILTER (WHERE action = 'import.committed'), true
FROM audit_events WHERE action IN ('user.activated', 'session.started', 'import.committed') GROUP BY 1, 2;
INSERT INTO figure_changes (organization_id, figure, moment, change, folded)
SELECT organization_id, message_figure(kind, state), '-infinity', count(*), true FROM messages
WHERE message_figure(kind, state) IS NOT NULL GROUP BY 1, 2;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
ALTER TABLE audit_events FORCE ROW LEVEL SECURITY;
ALTER TABLE messages FORCE ROW LEVEL SECURITY;
ALTER TABLE event_days FORCE ROW LEVEL SECURITY;
ALTER TABLE figure_changes FORCE ROW LEVEL SECURITY;

-- The sums of all that the current organization manages, itself included: what is now by organization and figure, and what
-- was written down since a day by day (then without an organization) and by organization (then without a day). Each part
-- reads few rows of the key for each organization: what is to come may have a moment for every person, and is passed over.
CREATE FUNCTION managed_overview(since date)
RETURNS TABLE (organization_id uuid, figure text, day date, total bigint)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  WITH managed AS MATERIALIZED (SELECT m.id FROM public.managed_organizations() m),
  events AS (
    SELECT e.organization_id, e.day, sum(e.activations) AS activations, sum(e.sign_ins) AS sign_ins,
      sum(e.imports) AS imports
    FROM managed m JOIN public.event_days e ON e.organization_id = m.id AND e.day >= since
    GROUP BY GROUPING SETS ((e.day), (e.organization_id)))
  SELECT m.id, f.figure, NULL::date, s.total
  FROM managed m CROSS JOIN unnest(ARRAY['people.active', 'people.blocked', 'people.disabled', 'people.expired',
    'people.locked', 'people.pending', 'people.suspended']) f (figure)
  CROSS JOIN LATERAL (
    SELECT sum(c.change) AS total FROM public.figure_changes c
    WHERE c.organization_id = m.id AND c.figure = f.figure AND c.moment <= now() OFFSET 0) s
  WHERE s.total <> 0
  UNION ALL
  SELECT m.id, s.figure, NULL, s.total
  FROM managed m CROSS JOIN LATERAL (
    SELECT c.figure, sum(c.change) AS total FROM public.figure_changes c
    WHERE c.organization_id = m.id AND c.figure > 'message.' AND c.figure < 'message/' GROUP BY c.figure OFFSET 0) s
  WHERE s.total <> 0
  UNION ALL
  SELECT e.organization_id, each.figure, e.day, each.total
  FROM events e CROSS JOIN LATERAL (VALUES ('event.user.activated', e.activations), ('event.session.started', e.sign_ins),
    ('event.import.committed', e.imports)) each (figure, total)
  WHERE each.total <> 0
$$;

-- Which organizations have so many rows that folding them is worth while: loose ones, or of moments that have come.
CREATE FUNCTION organizations_to_fold(rows_min integer) RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT organization_id FROM (
    SELECT organization_id FROM public.figure_changes WHERE NOT folded
    UNION ALL
    SELECT organization_id FROM public.event_days WHERE NOT folded
    UNION ALL
    SELECT organization_id FROM public.figure_changes
    WHERE moment > '-infinity' AND moment <= now() AND figure > 'people.') AS worth
  GROUP BY organization_id HAVING count(*) >= rows_min
$$;

DO $$
DECLARE function_name text;
BEGIN
  EXECUTE 'GRANT CREATE ON SCHEMA public TO rollcall_lookup';
  FOREACH function_name IN ARRAY ARRAY['managed_overview(date)', 'organizations_to_fold(integer)']
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO rollcall_lookup', function_name);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', function_name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rollcall_application', function_name);
  END LOOP;
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM rollcall_lookup';
END $$;

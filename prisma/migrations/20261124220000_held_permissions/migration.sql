-- What people's groups and the permissions given to them alone come to stands in rows of its own, which are narrow: when a
-- rule changes, tens of thousands of them are written at once. Whoever has nothing beside role and profile has none.
CREATE TABLE held_permissions (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  permissions text[] NOT NULL CHECK (permissions <> '{}'),
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
) WITH (fillfactor = 50);
COMMENT ON COLUMN held_permissions.permissions IS 'Sorted, each once.';
-- Forced, the policy would hide the rows from the owner.
ALTER TABLE users NO FORCE ROW LEVEL SECURITY;
INSERT INTO held_permissions SELECT organization_id, id, extra_permissions FROM users WHERE extra_permissions <> '{}';
ALTER TABLE users FORCE ROW LEVEL SECURITY;
ALTER TABLE held_permissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE held_permissions FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON held_permissions USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON held_permissions TO rollcall_application;
GRANT SELECT (organization_id, user_id, permissions) ON held_permissions TO rollcall_lookup;
CREATE POLICY lookup ON held_permissions FOR SELECT TO rollcall_lookup USING (true);

CREATE OR REPLACE FUNCTION refresh_rights(organization uuid, people uuid[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE changed bigint;
BEGIN
  PERFORM FROM unnest(people) AS asked(id) JOIN public.users u ON u.organization_id = organization AND u.id = asked.id
    ORDER BY u.id FOR NO KEY UPDATE OF u;
  WITH sets AS (
    SELECT m.user_id, g.permissions FROM unnest(people) AS asked(id)
    JOIN public.group_members m ON m.organization_id = organization AND m.user_id = asked.id
    CROSS JOIN LATERAL (SELECT permissions FROM public.groups
      WHERE organization_id = m.organization_id AND id = m.group_id OFFSET 0) AS g
    GROUP BY m.user_id, g.permissions),
  given AS (
    SELECT sets.user_id, gives.permission FROM sets CROSS JOIN LATERAL unnest(sets.permissions) AS gives(permission)
    UNION ALL
    SELECT p.user_id, p.permission FROM unnest(people) AS asked(id)
    JOIN public.user_permissions p ON p.organization_id = organization AND p.user_id = asked.id),
  come_to AS (
    SELECT given.user_id AS id, array_agg(DISTINCT given.permission ORDER BY given.permission) AS permissions
    FROM given GROUP BY given.user_id)
  SELECT public.write_held(organization, array_agg(asked.id), array_agg(array_to_string(come_to.permissions, ' ')))
  INTO changed
  FROM unnest(people) AS asked(id) LEFT JOIN come_to ON come_to.id = asked.id;
  RETURN changed;
END $$;

-- Writes what people hold now, each as a list with spaces, and null for nothing. Returns for how many that is another.
CREATE FUNCTION write_held(organization uuid, people uuid[], held text[]) RETURNS bigint LANGUAGE sql AS $$
  WITH now_has AS MATERIALIZED (
    SELECT each.id, string_to_array(each.permissions, ' ') AS permissions FROM unnest(people, held) AS each(id, permissions)),
  gone AS (
    DELETE FROM public.held_permissions h USING now_has
    WHERE h.organization_id = organization AND h.user_id = now_has.id AND coalesce(now_has.permissions, '{}') = '{}'
    RETURNING 1),
  written AS (
    INSERT INTO public.held_permissions AS h (organization_id, user_id, permissions)
    SELECT organization, now_has.id, now_has.permissions FROM now_has WHERE now_has.permissions <> '{}' ORDER BY now_has.id
    ON CONFLICT (organization_id, user_id) DO UPDATE SET permissions = excluded.permissions
    WHERE h.permissions <> excluded.permissions
    RETURNING 1)
  SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written)
$$;

-- Rights that change by what comes and goes. Whoever calls this holds the locks of groups and of rules, or has written these
-- people's rows already: nobody else changes what they hold.
CREATE OR REPLACE FUNCTION move_rights(organization uuid, came_groups uuid[], came uuid[], left_groups uuid[], went uuid[])
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE changed bigint;
BEGIN
  WITH gives AS MATERIALIZED (
    SELECT g.id, given.permission FROM public.groups g CROSS JOIN LATERAL unnest(g.permissions) AS given(permission)
    WHERE g.organization_id = organization),
  givers AS MATERIALIZED (SELECT permission, array_agg(id) AS ids FROM gives GROUP BY 1),
  won AS (
    SELECT entry.user_id, array_agg(DISTINCT gives.permission) AS permissions
    FROM unnest(came_groups, came) AS entry(group_id, user_id) JOIN gives ON gives.id = entry.group_id GROUP BY 1),
  missed AS MATERIALIZED (
    SELECT DISTINCT exit.user_id, gives.permission
    FROM unnest(left_groups, went) AS exit(group_id, user_id) JOIN gives ON gives.id = exit.group_id),
  lost AS (
    SELECT missed.user_id, array_agg(missed.permission) AS permissions
    FROM missed JOIN givers ON givers.permission = missed.permission
    WHERE (SELECT true FROM public.group_members m WHERE m.organization_id = organization AND m.user_id = missed.user_id
        AND m.group_id = ANY(givers.ids) LIMIT 1) IS NULL
      AND (SELECT true FROM public.user_permissions p WHERE p.organization_id = organization
        AND p.user_id = missed.user_id AND p.permission = missed.permission LIMIT 1) IS NULL
    GROUP BY 1),
  come_to AS (
    SELECT moved.user_id AS id, moved.had, array(
      SELECT had.permission FROM unnest(moved.had) AS had(permission)
      WHERE had.permission <> ALL(coalesce(moved.lost, '{}'))
      UNION SELECT more.permission FROM unnest(moved.won) AS more(permission)
      ORDER BY 1) AS permissions
    FROM (
      SELECT coalesce(won.user_id, lost.user_id) AS user_id, won.permissions AS won, lost.permissions AS lost,
        coalesce(h.permissions, '{}') AS had
      FROM won FULL JOIN lost ON lost.user_id = won.user_id
      LEFT JOIN public.held_permissions h
        ON h.organization_id = organization AND h.user_id = coalesce(won.user_id, lost.user_id)) AS moved
    WHERE moved.lost IS NOT NULL OR NOT moved.had @> moved.won)
  SELECT public.write_held(organization, array_agg(id), array_agg(array_to_string(permissions, ' '))) INTO changed
  FROM come_to WHERE had <> permissions;
  RETURN changed;
END $$;

-- Takes people into groups by their rules and out of them, each by its place in two lists, and writes what that gives and
-- takes.
CREATE FUNCTION move_by_rules(organization uuid, came_groups uuid[], came uuid[], left_groups uuid[], went uuid[])
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
  lacks text := coalesce(current_setting('app.lacks', true), '');
  barred jsonb;
BEGIN
  IF cardinality(came) > 0 THEN
    -- Whom it is about is said of the first few.
    SELECT jsonb_agg(jsonb_build_object('group', g.name, 'people', (
        SELECT jsonb_agg(named.name ORDER BY named.id) FROM (
          SELECT u.id, u.first_name || ' ' || u.last_name AS name
          FROM unnest(came_groups, came) AS entry(group_id, user_id)
          JOIN public.users u ON u.organization_id = organization AND u.id = entry.user_id
          WHERE entry.group_id = g.id ORDER BY u.id LIMIT 3) AS named))
      ORDER BY lower(g.name)) INTO barred
    FROM public.groups g
    WHERE g.organization_id = organization AND g.id IN (SELECT unnest(came_groups))
      AND CASE lacks WHEN '' THEN g.permissions <> '{}' WHEN '-' THEN false
        ELSE g.permissions && string_to_array(lacks, ' ') END;
    IF barred IS NOT NULL THEN
      RAISE EXCEPTION USING ERRCODE = 'RC001', DETAIL = barred::text,
        MESSAGE = 'By a rule somebody would get rights that whoever acts does not hold.';
    END IF;
  END IF;
  DELETE FROM public.group_members m USING unnest(left_groups, went) AS exit(group_id, user_id)
  WHERE m.organization_id = organization AND m.group_id = exit.group_id AND m.user_id = exit.user_id;
  INSERT INTO public.group_members (organization_id, group_id, user_id, added_by, by_rule)
  SELECT organization, entry.group_id, entry.user_id, '{}', true
  FROM unnest(came_groups, came) AS entry(group_id, user_id) ORDER BY entry.group_id, entry.user_id;
  RETURN public.move_rights(organization, came_groups, came, left_groups, went);
END $$;

CREATE OR REPLACE FUNCTION follow_rules(organization uuid, only_group uuid, people uuid[],
  OUT came bigint, OUT went bigint, OUT changed bigint) LANGUAGE plpgsql AS $$
DECLARE
  rules jsonb;
  ruled uuid[];
  came_groups uuid[];
  came_people uuid[];
  left_groups uuid[];
  left_people uuid[];
BEGIN
  came := 0; went := 0; changed := 0;
  SELECT jsonb_object_agg(g.id, g.rule), array_agg(g.id) INTO rules, ruled FROM public.groups g
  WHERE g.organization_id = organization AND g.rule IS NOT NULL AND (only_group IS NULL OR g.id = only_group);
  IF rules IS NULL THEN RETURN; END IF;
  WITH meant AS MATERIALIZED (
    SELECT found.group_id, found.user_id FROM public.people_by_rules(organization, rules, people) AS found),
  had AS MATERIALIZED (
    SELECT m.group_id, m.user_id FROM unnest(people) AS asked(id)
    JOIN public.group_members m ON m.organization_id = organization AND m.group_id = ANY(ruled) AND m.user_id = asked.id)
  SELECT entered.group_ids, entered.user_ids, exited.group_ids, exited.user_ids
  INTO came_groups, came_people, left_groups, left_people
  FROM (SELECT coalesce(array_agg(group_id), '{}') AS group_ids, coalesce(array_agg(user_id), '{}') AS user_ids
      FROM (SELECT group_id, user_id FROM meant EXCEPT SELECT group_id, user_id FROM had) AS newly) AS entered,
    (SELECT coalesce(array_agg(group_id), '{}') AS group_ids, coalesce(array_agg(user_id), '{}') AS user_ids
      FROM (SELECT group_id, user_id FROM had EXCEPT SELECT group_id, user_id FROM meant) AS not_meant) AS exited;
  came := cardinality(came_people); went := cardinality(left_people);
  IF came + went > 0 THEN
    changed := public.move_by_rules(organization, came_groups, came_people, left_groups, left_people);
  END IF;
END $$;

-- The same as before, with what people hold from where it stands now.
CREATE OR REPLACE FUNCTION session_actor(session_organization uuid, session_id uuid)
RETURNS TABLE (user_id uuid, first_name text, last_name text, username text, role text, access_profile text,
  extra_permissions text[], must_change_password boolean, password_expired boolean, last_seen_at timestamptz,
  organization_slug text, organization_name text, organization_managing boolean, allowed_networks text[],
  sign_in_hours jsonb, export_allowed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.first_name, u.last_name, u.username, u.role, u.access_profile,
    coalesce((SELECT h.permissions FROM public.held_permissions h
      WHERE h.organization_id = s.organization_id AND h.user_id = s.user_id), '{}'),
    coalesce(p.must_change, false),
    coalesce(held.password_days > 0 AND p.set_at + make_interval(days => held.password_days) <= s.created_at, false),
    s.last_seen_at, o.slug, o.name, o.managing,
    CASE WHEN u.policies ? 'allowedNetworks'
      THEN array(SELECT jsonb_array_elements_text(u.policies->'allowedNetworks'->'value'))
      ELSE o.allowed_networks END,
    CASE WHEN u.policies ? 'signInHours' THEN u.policies->'signInHours'->'value' ELSE o.policies->'signInHours' END,
    coalesce((u.policies->'exportAllowed'->>'value')::boolean, (o.policies->>'exportAllowed')::boolean, true)
  FROM public.sessions s
  CROSS JOIN LATERAL (
    SELECT id, first_name, last_name, username, role, access_profile, removed_at, suspended_at,
      legacy_status, activated_at, access_ends_at, policies
    FROM public.users found
    WHERE found.organization_id = s.organization_id AND found.id = s.user_id
    OFFSET 0) u
  JOIN public.organizations o ON o.id = s.organization_id
  CROSS JOIN LATERAL (
    SELECT coalesce((u.policies->'sessionHours'->>'value')::integer, o.session_hours) AS session_hours,
      coalesce((u.policies->'sessionIdleMinutes'->>'value')::integer, o.session_idle_minutes) AS idle_minutes,
      coalesce((u.policies->'passwordDays'->>'value')::integer, (o.policies->>'passwordDays')::integer) AS password_days
    ) held
  LEFT JOIN public.passwords p ON p.organization_id = s.organization_id AND p.user_id = s.user_id
  WHERE s.organization_id = session_organization AND s.id = session_id
    AND s.ended_at IS NULL AND s.expires_at > now()
    AND s.created_at > now() - make_interval(hours => held.session_hours)
    AND s.last_seen_at > now() - make_interval(mins => held.idle_minutes)
    AND u.removed_at IS NULL AND u.suspended_at IS NULL AND u.legacy_status IS NULL AND u.activated_at IS NOT NULL
    AND (u.access_ends_at IS NULL OR u.access_ends_at > now())
    AND o.suspended_at IS NULL
$$;

CREATE OR REPLACE FUNCTION managing_people()
RETURNS TABLE (id uuid, organization_id uuid, organization text, name text, role text, access_profile text,
  extra_permissions text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  WITH RECURSIVE above AS (
    SELECT p.id, p.name, p.managed_by, p.suspended_at FROM public.organizations o
    JOIN public.organizations p ON p.id = o.managed_by AND p.managing
    WHERE o.id = public.current_organization()
    UNION
    SELECT p.id, p.name, p.managed_by, p.suspended_at FROM above a
    JOIN public.organizations p ON p.id = a.managed_by AND p.managing
    WHERE p.id <> public.current_organization()
  )
  SELECT u.id, a.id, a.name, u.first_name || ' ' || u.last_name, u.role, u.access_profile, coalesce(h.permissions, '{}')
  FROM above a JOIN public.users u ON u.organization_id = a.id
  LEFT JOIN public.held_permissions h ON h.organization_id = u.organization_id AND h.user_id = u.id
  WHERE a.suspended_at IS NULL AND u.removed_at IS NULL AND u.suspended_at IS NULL AND u.legacy_status IS NULL
    AND (u.access_ends_at IS NULL OR u.access_ends_at > now())
    AND (u.role IN ('admin', 'viewer') OR h.permissions @> ARRAY['organizations.read'])
  ORDER BY a.name, u.sort_name, u.id
$$;

ALTER TABLE users DROP COLUMN extra_permissions;

-- What many people's groups and single permissions come to. Rows are locked first, as before. Groups mostly give the same
-- few sets of permissions, so that what people hold is made of each set once.
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
    SELECT asked.id, coalesce(array_agg(DISTINCT given.permission ORDER BY given.permission)
      FILTER (WHERE given.permission IS NOT NULL), '{}') AS permissions
    FROM unnest(people) AS asked(id) LEFT JOIN given ON given.user_id = asked.id
    GROUP BY asked.id)
  UPDATE public.users SET extra_permissions = come_to.permissions FROM come_to
  WHERE users.organization_id = organization AND users.id = come_to.id
    AND users.extra_permissions <> come_to.permissions;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;

-- The same where people came into groups and left others, each by its place in two lists. Who came has what the group gives
-- beside what they had; who left keeps of it what another group or they alone still have: nobody's other groups are gone
-- through. What the groups give has to be on people's rows already.
CREATE FUNCTION move_rights(organization uuid, came_groups uuid[], came uuid[], left_groups uuid[], went uuid[])
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE changed bigint;
BEGIN
  PERFORM FROM unnest(came || went) AS asked(id) JOIN public.users u ON u.organization_id = organization AND u.id = asked.id
    ORDER BY u.id FOR NO KEY UPDATE OF u;
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
    SELECT u.id, array(
      SELECT had.permission FROM unnest(u.extra_permissions) AS had(permission)
      WHERE had.permission <> ALL(coalesce(lost.permissions, '{}'))
      UNION SELECT more.permission FROM unnest(won.permissions) AS more(permission)
      ORDER BY 1) AS permissions
    FROM won FULL JOIN lost ON lost.user_id = won.user_id
    JOIN public.users u ON u.organization_id = organization AND u.id = coalesce(won.user_id, lost.user_id)
    WHERE lost.permissions IS NOT NULL OR NOT u.extra_permissions @> won.permissions)
  UPDATE public.users SET extra_permissions = come_to.permissions FROM come_to
  WHERE users.organization_id = organization AND users.id = come_to.id
    AND users.extra_permissions <> come_to.permissions;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;

-- Only who comes and who goes is written, and only the members of the groups that are asked for are gone through.
CREATE OR REPLACE FUNCTION follow_rules(organization uuid, only_group uuid, people uuid[],
  OUT came bigint, OUT went bigint, OUT changed bigint) LANGUAGE plpgsql AS $$
DECLARE
  rules jsonb;
  ruled uuid[];
  lacks text := coalesce(current_setting('app.lacks', true), '');
  barred jsonb;
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
    JOIN public.group_members m ON m.organization_id = organization AND m.group_id = ANY(ruled) AND m.user_id = asked.id),
  gone AS (
    DELETE FROM public.group_members m
    USING (SELECT group_id, user_id FROM had EXCEPT SELECT group_id, user_id FROM meant) AS not_meant
    WHERE m.organization_id = organization AND m.group_id = not_meant.group_id AND m.user_id = not_meant.user_id
    RETURNING m.group_id, m.user_id),
  come AS (
    INSERT INTO public.group_members (organization_id, group_id, user_id, added_by, by_rule)
    SELECT organization, newly.group_id, newly.user_id, '{}', true
    FROM (SELECT group_id, user_id FROM meant EXCEPT SELECT group_id, user_id FROM had) AS newly
    RETURNING group_id, user_id)
  SELECT entered.people, entered.group_ids, entered.user_ids, exited.people, exited.group_ids, exited.user_ids
  INTO came, came_groups, came_people, went, left_groups, left_people
  FROM (SELECT count(*) AS people, coalesce(array_agg(group_id), '{}') AS group_ids,
      coalesce(array_agg(user_id), '{}') AS user_ids FROM come) AS entered,
    (SELECT count(*) AS people, coalesce(array_agg(group_id), '{}') AS group_ids,
      coalesce(array_agg(user_id), '{}') AS user_ids FROM gone) AS exited;
  IF came > 0 THEN
    -- Whom it is about is said of the first few.
    SELECT jsonb_agg(jsonb_build_object('group', g.name, 'people', (
        SELECT jsonb_agg(named.name ORDER BY named.id) FROM (
          SELECT u.id, u.first_name || ' ' || u.last_name AS name
          FROM unnest(came_groups, came_people) AS entry(group_id, user_id)
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
  IF came + went > 0 THEN
    changed := public.move_rights(organization, came_groups, came_people, left_groups, left_people);
  END IF;
END $$;

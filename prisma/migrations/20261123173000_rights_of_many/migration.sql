-- The same for many at once. Each membership looks its group up: while statistics know nothing of new groups, a join would
-- go through all people for each of them.
CREATE OR REPLACE FUNCTION refresh_rights(organization uuid, people uuid[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE changed bigint;
BEGIN
  PERFORM FROM unnest(people) AS asked(id) JOIN public.users u ON u.organization_id = organization AND u.id = asked.id
    ORDER BY u.id FOR NO KEY UPDATE OF u;
  WITH meant AS MATERIALIZED (SELECT DISTINCT id FROM unnest(people) AS asked(id)),
  given AS (
    SELECT m.user_id, gives.permission FROM meant
    JOIN public.group_members m ON m.organization_id = organization AND m.user_id = meant.id
    CROSS JOIN LATERAL (SELECT permissions FROM public.groups
      WHERE organization_id = m.organization_id AND id = m.group_id OFFSET 0) AS g
    CROSS JOIN LATERAL unnest(g.permissions) AS gives(permission)
    UNION ALL
    SELECT p.user_id, p.permission FROM meant
    JOIN public.user_permissions p ON p.organization_id = organization AND p.user_id = meant.id),
  come_to AS (
    SELECT meant.id, coalesce(array_agg(DISTINCT given.permission ORDER BY given.permission)
      FILTER (WHERE given.permission IS NOT NULL), '{}') AS permissions
    FROM meant LEFT JOIN given ON given.user_id = meant.id
    GROUP BY meant.id)
  UPDATE public.users SET extra_permissions = come_to.permissions FROM come_to
  WHERE users.organization_id = organization AND users.id = come_to.id
    AND users.extra_permissions <> come_to.permissions;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;

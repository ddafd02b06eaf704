-- Following hands on what whoever set it up could give. It does so as long as they still can: `gave_as` is what let them,
-- their role and profile, and what they held beside these of what they could give.
ALTER TABLE follows ADD COLUMN gave_as jsonb;
-- Forced, the policy would hide the rows from the owner.
ALTER TABLE follows NO FORCE ROW LEVEL SECURITY;
ALTER TABLE users NO FORCE ROW LEVEL SECURITY;
ALTER TABLE held_permissions NO FORCE ROW LEVEL SECURITY;
-- Of those that are there what lets them now is the most that is known.
UPDATE follows f SET gave_as = coalesce((
  SELECT jsonb_build_object('role', u.role, 'accessProfile', u.access_profile, 'held',
    to_jsonb(array(SELECT permission FROM unnest(h.permissions) AS held(permission) WHERE permission = ANY(f.ceiling))))
  FROM users u LEFT JOIN held_permissions h ON h.organization_id = u.organization_id AND h.user_id = u.id
  WHERE u.organization_id::text = f.followed_by->>'organizationId' AND u.id::text = f.followed_by->>'userId'),
  '{"role": "user", "accessProfile": null, "held": []}');
ALTER TABLE follows FORCE ROW LEVEL SECURITY;
ALTER TABLE users FORCE ROW LEVEL SECURITY;
ALTER TABLE held_permissions FORCE ROW LEVEL SECURITY;
ALTER TABLE follows ALTER COLUMN gave_as SET NOT NULL;

-- Whether somebody may still give what they could when they set a following up: they get in, are what they were or an
-- admin, hold what they held, and the key that they did it by has not been revoked.
CREATE FUNCTION still_gives(organization uuid, by jsonb, gave_as jsonb) RETURNS boolean LANGUAGE sql STABLE AS $$
  SELECT EXISTS (
    SELECT FROM (
      SELECT u.role, u.access_profile, coalesce(h.permissions, '{}') AS held FROM public.users u
      LEFT JOIN public.held_permissions h ON h.organization_id = u.organization_id AND h.user_id = u.id
      WHERE u.organization_id = organization AND by->>'organizationId' = organization::text AND u.id::text = by->>'userId'
        AND u.removed_at IS NULL AND u.suspended_at IS NULL AND u.legacy_status IS NULL AND u.activated_at IS NOT NULL
        AND (u.access_ends_at IS NULL OR u.access_ends_at > clock_timestamp())
      UNION ALL
      -- Whoever manages this organization is a person of another one, of which no more is told than who may do what here.
      SELECT m.role, m.access_profile, m.extra_permissions FROM public.managing_people() m
      WHERE by->>'organizationId' <> organization::text
        AND m.organization_id::text = by->>'organizationId' AND m.id::text = by->>'userId') AS person
    WHERE person.role = 'admin' OR (person.role = gave_as->>'role'
      AND person.access_profile IS NOT DISTINCT FROM gave_as->>'accessProfile'
      AND to_jsonb(person.held) @> (gave_as->'held')))
  AND NOT EXISTS (SELECT FROM public.api_keys k WHERE k.organization_id = organization
    AND k.id::text = by->>'apiKeyId' AND k.revoked_at IS NOT NULL)
$$;

-- The same as before, but that nothing more comes by what somebody set up who may not give it any more. What the one who is
-- followed loses goes all the same.
CREATE OR REPLACE FUNCTION hand_on(organization uuid, sources uuid[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  followers uuid[];
  moved uuid[];
BEGIN
  SELECT array_agg(f.user_id) INTO followers FROM public.follows f
  WHERE f.organization_id = organization AND f.source_id = ANY(sources);
  IF followers IS NULL THEN RETURN; END IF;
  -- What is given to them at this moment by somebody else is there before anything is counted.
  PERFORM FROM public.users u WHERE u.organization_id = organization AND u.id = ANY(followers)
    ORDER BY u.id FOR NO KEY UPDATE;
  WITH follow AS MATERIALIZED (
    SELECT f.*, givers.still FROM public.follows f
    JOIN (SELECT each.by, each.gave_as, public.still_gives(organization, each.by, each.gave_as) AS still FROM (
        SELECT DISTINCT d.followed_by AS by, d.gave_as FROM public.follows d
        WHERE d.organization_id = organization AND d.user_id = ANY(followers)) AS each) AS givers
      ON givers.by = f.followed_by AND givers.gave_as = f.gave_as
    WHERE f.organization_id = organization AND f.user_id = ANY(followers)),
  had AS MATERIALIZED (
    SELECT f.user_id, f.source_id, f.followed_by, f.still, m.group_id FROM follow f
    JOIN public.group_members m ON m.organization_id = f.organization_id AND m.user_id = f.source_id
    JOIN public.groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
    WHERE NOT m.by_rule AND g.rule IS NULL
      AND g.permissions <@ f.ceiling AND m.group_id::text <> ALL(f.without)),
  gone AS (
    DELETE FROM public.group_members m
    WHERE m.organization_id = organization AND m.user_id = ANY(followers) AND m.followed
      AND NOT EXISTS (SELECT FROM public.groups g
        WHERE g.organization_id = organization AND g.id = m.group_id AND g.rule IS NOT NULL)
      AND NOT EXISTS (SELECT FROM had WHERE had.user_id = m.user_id AND had.group_id = m.group_id)
    RETURNING m.user_id),
  come AS (
    INSERT INTO public.group_members (organization_id, group_id, user_id, added_by, mirror_of, followed)
    SELECT organization, had.group_id, had.user_id, had.followed_by, had.source_id, true FROM had WHERE had.still
    ON CONFLICT DO NOTHING RETURNING user_id),
  held AS MATERIALIZED (
    SELECT f.user_id, f.source_id, f.followed_by, f.still, p.permission FROM follow f
    JOIN public.user_permissions p ON p.organization_id = f.organization_id AND p.user_id = f.source_id
    WHERE p.permission = ANY(f.ceiling) AND p.permission <> ALL(f.without)),
  lost AS (
    DELETE FROM public.user_permissions p
    WHERE p.organization_id = organization AND p.user_id = ANY(followers) AND p.followed
      AND NOT EXISTS (SELECT FROM held WHERE held.user_id = p.user_id AND held.permission = p.permission)
    RETURNING p.user_id),
  won AS (
    INSERT INTO public.user_permissions (organization_id, user_id, permission, given_by, mirror_of, followed)
    SELECT organization, held.user_id, held.permission, held.followed_by, held.source_id, true FROM held WHERE held.still
    ON CONFLICT DO NOTHING RETURNING user_id)
  SELECT array(SELECT user_id FROM gone UNION SELECT user_id FROM come UNION SELECT user_id FROM lost
    UNION SELECT user_id FROM won) INTO moved;
  IF moved <> '{}' THEN PERFORM public.refresh_rights(organization, moved); END IF;
END $$;

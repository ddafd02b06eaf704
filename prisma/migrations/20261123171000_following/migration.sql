-- Following: a person has what another one comes to have, as long as they follow. Whether people may is the organization's
-- to say.
ALTER TABLE organizations ADD COLUMN following_allowed boolean NOT NULL DEFAULT false;
GRANT UPDATE (following_allowed) ON organizations TO rollcall_application;

-- Who follows whom. `ceiling` is what whoever set it up could give at that moment: nothing beyond it is ever handed on.
-- `without` are the groups, by id, and the permissions that they left out.
CREATE TABLE follows (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  source_id uuid NOT NULL CHECK (source_id <> user_id),
  ceiling text[] NOT NULL,
  without text[] NOT NULL DEFAULT '{}',
  followed_by jsonb NOT NULL,
  followed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, user_id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, source_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX follows_source ON follows (organization_id, source_id);
ALTER TABLE follows ENABLE ROW LEVEL SECURITY;
ALTER TABLE follows FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON follows USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON follows TO rollcall_application;

-- Given by following: gone with it, or with what gave it.
ALTER TABLE group_members ADD COLUMN followed boolean NOT NULL DEFAULT false;
ALTER TABLE user_permissions ADD COLUMN followed boolean NOT NULL DEFAULT false;

-- Gives those who follow some people what these have by hand now, within each one's ceiling, and takes what they have not.
CREATE FUNCTION hand_on(organization uuid, sources uuid[]) RETURNS void LANGUAGE plpgsql AS $$
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
  WITH had AS MATERIALIZED (
    SELECT f.user_id, f.source_id, f.followed_by, m.group_id FROM public.follows f
    JOIN public.group_members m ON m.organization_id = f.organization_id AND m.user_id = f.source_id
    JOIN public.groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
    WHERE f.organization_id = organization AND f.user_id = ANY(followers) AND NOT m.by_rule AND g.rule IS NULL
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
    SELECT organization, had.group_id, had.user_id, had.followed_by, had.source_id, true FROM had
    ON CONFLICT DO NOTHING RETURNING user_id),
  held AS MATERIALIZED (
    SELECT f.user_id, f.source_id, f.followed_by, p.permission FROM public.follows f
    JOIN public.user_permissions p ON p.organization_id = f.organization_id AND p.user_id = f.source_id
    WHERE f.organization_id = organization AND f.user_id = ANY(followers)
      AND p.permission = ANY(f.ceiling) AND p.permission <> ALL(f.without)),
  lost AS (
    DELETE FROM public.user_permissions p
    WHERE p.organization_id = organization AND p.user_id = ANY(followers) AND p.followed
      AND NOT EXISTS (SELECT FROM held WHERE held.user_id = p.user_id AND held.permission = p.permission)
    RETURNING p.user_id),
  won AS (
    INSERT INTO public.user_permissions (organization_id, user_id, permission, given_by, mirror_of, followed)
    SELECT organization, held.user_id, held.permission, held.followed_by, held.source_id, true FROM held
    ON CONFLICT DO NOTHING RETURNING user_id)
  SELECT array(SELECT user_id FROM gone UNION SELECT user_id FROM come UNION SELECT user_id FROM lost
    UNION SELECT user_id FROM won) INTO moved;
  IF moved <> '{}' THEN PERFORM public.refresh_rights(organization, moved); END IF;
END $$;

-- Whatever changes what somebody has by hand hands it on in the same transaction. A follower's own row that goes comes back
-- by it, as long as they follow. What triggers do themselves, groups by rule and handing on, is never handed on.
CREATE FUNCTION hand_on_changes() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  organization uuid;
  sources uuid[];
BEGIN
  FOR organization IN SELECT DISTINCT organization_id FROM touched LOOP
    IF EXISTS (SELECT FROM public.follows f WHERE f.organization_id = organization) THEN
      sources := array(
        SELECT DISTINCT t.user_id FROM touched t JOIN public.follows f
          ON f.organization_id = t.organization_id AND f.source_id = t.user_id WHERE t.organization_id = organization
        UNION
        SELECT f.source_id FROM touched t JOIN public.follows f
          ON f.organization_id = t.organization_id AND f.user_id = t.user_id WHERE t.organization_id = organization);
      IF sources <> '{}' THEN PERFORM public.hand_on(organization, sources); END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE FUNCTION hand_on_groups() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE organization uuid;
BEGIN
  FOR organization IN SELECT DISTINCT organization_id FROM touched LOOP
    PERFORM public.hand_on(organization, array(
      SELECT DISTINCT f.source_id FROM touched t
      JOIN public.group_members m ON m.organization_id = t.organization_id AND m.group_id = t.id
      JOIN public.follows f ON f.organization_id = m.organization_id AND f.source_id = m.user_id
      WHERE t.organization_id = organization));
  END LOOP;
  RETURN NULL;
END $$;
DO $$
DECLARE
  given text;
  change text;
BEGIN
  FOREACH given IN ARRAY ARRAY['group_members', 'user_permissions'] LOOP
    EXECUTE format('CREATE TRIGGER hand_on_inserted AFTER INSERT ON %I REFERENCING NEW TABLE AS touched
      FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION hand_on_changes()', given);
    EXECUTE format('CREATE TRIGGER hand_on_updated AFTER UPDATE ON %I REFERENCING NEW TABLE AS touched
      FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION hand_on_changes()', given);
    EXECUTE format('CREATE TRIGGER hand_on_deleted AFTER DELETE ON %I REFERENCING OLD TABLE AS touched
      FOR EACH STATEMENT WHEN (pg_trigger_depth() = 0) EXECUTE FUNCTION hand_on_changes()', given);
  END LOOP;
END $$;
CREATE TRIGGER hand_on_groups AFTER UPDATE ON groups REFERENCING NEW TABLE AS touched
  FOR EACH STATEMENT EXECUTE FUNCTION hand_on_groups();

-- Groups: named sets of permissions, and of people.
CREATE TABLE groups (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 500),
  permissions text[] NOT NULL DEFAULT '{}',
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id) REFERENCES organizations (id)
);
CREATE UNIQUE INDEX groups_name ON groups (organization_id, lower(name));

-- `added_by` is who took somebody in, as events keep people.
CREATE TABLE group_members (
  organization_id uuid NOT NULL,
  group_id uuid NOT NULL,
  user_id uuid NOT NULL,
  added_at timestamptz(3) NOT NULL DEFAULT now(),
  added_by jsonb NOT NULL,
  PRIMARY KEY (organization_id, group_id, user_id),
  FOREIGN KEY (organization_id, group_id) REFERENCES groups (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX group_members_user ON group_members (organization_id, user_id);

DO $$
DECLARE tenant text;
BEGIN
  FOREACH tenant IN ARRAY ARRAY['groups', 'group_members']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization())
      WITH CHECK (organization_id = current_organization())', tenant);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', tenant);
  END LOOP;
END $$;

-- What a person's groups come to, beside role and access profile: sorted, each once. Written by whatever changes a group
-- or who is in it, so that a request and a change of many read it from the row that they read anyway.
ALTER TABLE users ADD COLUMN extra_permissions text[] NOT NULL DEFAULT '{}';
GRANT SELECT (extra_permissions) ON users TO rollcall_lookup;

DROP FUNCTION session_actor(uuid, uuid);
CREATE FUNCTION session_actor(session_organization uuid, session_id uuid)
RETURNS TABLE (user_id uuid, first_name text, last_name text, username text, role text, access_profile text,
  extra_permissions text[], must_change_password boolean, last_seen_at timestamptz, organization_slug text,
  organization_name text, organization_managing boolean, allowed_networks text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.first_name, u.last_name, u.username, u.role, u.access_profile, u.extra_permissions,
    coalesce(p.must_change, false), s.last_seen_at, o.slug, o.name, o.managing, o.allowed_networks
  FROM public.sessions s
  CROSS JOIN LATERAL (
    SELECT id, first_name, last_name, username, role, access_profile, extra_permissions, removed_at, suspended_at,
      legacy_status, activated_at, access_ends_at
    FROM public.users found
    WHERE found.organization_id = s.organization_id AND found.id = s.user_id
    OFFSET 0) u
  JOIN public.organizations o ON o.id = s.organization_id
  LEFT JOIN public.passwords p ON p.organization_id = s.organization_id AND p.user_id = s.user_id
  WHERE s.organization_id = session_organization AND s.id = session_id
    AND s.ended_at IS NULL AND s.expires_at > now()
    AND s.created_at > now() - make_interval(hours => o.session_hours)
    AND s.last_seen_at > now() - make_interval(mins => o.session_idle_minutes)
    AND u.removed_at IS NULL AND u.suspended_at IS NULL AND u.legacy_status IS NULL AND u.activated_at IS NOT NULL
    AND (u.access_ends_at IS NULL OR u.access_ends_at > now())
    AND o.suspended_at IS NULL
$$;
GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION session_actor(uuid, uuid) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION session_actor(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_actor(uuid, uuid) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

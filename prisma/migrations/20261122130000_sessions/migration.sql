-- What an organization asks of sessions, networks and wrong passwords, and what people may change of themselves.
-- `allowed_networks` are CIDR blocks in canonical form; none means any network.
ALTER TABLE organizations
  ADD COLUMN session_idle_minutes integer NOT NULL DEFAULT 60 CHECK (session_idle_minutes BETWEEN 5 AND 1440),
  ADD COLUMN session_hours integer NOT NULL DEFAULT 12 CHECK (session_hours BETWEEN 1 AND 720),
  ADD COLUMN allowed_networks text[] NOT NULL DEFAULT '{}' CHECK (cardinality(allowed_networks) <= 100),
  ADD COLUMN sign_in_alerts boolean NOT NULL DEFAULT true,
  ADD COLUMN lock_attempts integer NOT NULL DEFAULT 50 CHECK (lock_attempts BETWEEN 5 AND 100),
  ADD COLUMN lock_minutes integer NOT NULL DEFAULT 15 CHECK (lock_minutes BETWEEN 1 AND 1440),
  ADD COLUMN own_fields text[] NOT NULL DEFAULT '{mobilePhone,businessPhone}'
    CHECK (own_fields <@ '{firstName,lastName,otherEmail,mobilePhone,businessPhone,company}'),
  ADD CHECK (session_idle_minutes <= session_hours * 60);
GRANT UPDATE (session_idle_minutes, session_hours, allowed_networks, sign_in_alerts, lock_attempts, lock_minutes, own_fields)
  ON organizations TO rollcall_application;

-- The one look-up of every request judges a session's length by what its organization asks at this moment, and brings
-- along from which networks it lets people in.
GRANT SELECT (session_idle_minutes, session_hours, allowed_networks) ON organizations TO rollcall_lookup;
GRANT SELECT (created_at) ON sessions TO rollcall_lookup;

DROP FUNCTION session_actor(uuid, uuid);
CREATE FUNCTION session_actor(session_organization uuid, session_id uuid)
RETURNS TABLE (user_id uuid, first_name text, last_name text, username text, role text, access_profile text,
  must_change_password boolean, last_seen_at timestamptz, organization_slug text, organization_name text,
  organization_managing boolean, allowed_networks text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.first_name, u.last_name, u.username, u.role, u.access_profile,
    coalesce(p.must_change, false), s.last_seen_at, o.slug, o.name, o.managing, o.allowed_networks
  FROM public.sessions s
  CROSS JOIN LATERAL (
    SELECT id, first_name, last_name, username, role, access_profile, removed_at, suspended_at, legacy_status, activated_at,
      access_ends_at
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

DROP FUNCTION managed_organizations();
CREATE FUNCTION managed_organizations()
RETURNS TABLE (id uuid, slug text, name text, managing boolean, suspended_at timestamptz, allowed_networks text[])
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  WITH RECURSIVE managed AS (
    SELECT o.id, o.slug, o.name, o.managing, o.suspended_at, o.allowed_networks FROM public.organizations o
    WHERE o.id = public.current_organization()
    UNION
    SELECT o.id, o.slug, o.name, o.managing, o.suspended_at, o.allowed_networks FROM public.organizations o
    JOIN managed m ON o.managed_by = m.id AND m.managing
  )
  SELECT * FROM managed
$$;

GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION session_actor(uuid, uuid) OWNER TO rollcall_lookup;
ALTER FUNCTION managed_organizations() OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION session_actor(uuid, uuid), managed_organizations() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_actor(uuid, uuid), managed_organizations() TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

-- Whoever signs in with a device or from a network that is new for them is told so.
ALTER TABLE messages
  DROP CONSTRAINT messages_kind_check,
  ADD CONSTRAINT messages_kind_check CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset',
    'passwordChanged', 'secondStepChanged', 'signInCode', 'signInAlert', 'own', 'test'));
ALTER TABLE message_templates
  DROP CONSTRAINT message_templates_kind_check,
  ADD CONSTRAINT message_templates_kind_check CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset',
    'passwordChanged', 'secondStepChanged', 'signInAlert', 'own'));
DROP INDEX messages_urgent;
CREATE INDEX messages_urgent ON messages (organization_id, next_attempt_at, id)
  WHERE state = 'queued' AND kind IN ('reset', 'passwordChanged', 'secondStepChanged', 'signInCode', 'signInAlert', 'test');

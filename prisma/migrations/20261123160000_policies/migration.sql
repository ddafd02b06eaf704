-- What an organization says of policies that have no column of their own: the policy's key to its value. One that is not
-- there is as the product has it.
ALTER TABLE organizations ADD COLUMN policies jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(policies) = 'object');
GRANT UPDATE (policies) ON organizations TO rollcall_application;
GRANT SELECT (policies) ON organizations TO rollcall_lookup;

-- What is otherwise for one person: the policy's key to {"value", "at", "by"}. One that is not there is as for everybody.
ALTER TABLE users ADD COLUMN policies jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(policies) = 'object');
GRANT SELECT (policies) ON users TO rollcall_lookup;
GRANT SELECT (set_at) ON passwords TO rollcall_lookup;

-- The one look-up of every request judges a session by what holds for its person.
DROP FUNCTION session_actor(uuid, uuid);
CREATE FUNCTION session_actor(session_organization uuid, session_id uuid)
RETURNS TABLE (user_id uuid, first_name text, last_name text, username text, role text, access_profile text,
  extra_permissions text[], must_change_password boolean, password_expired boolean, last_seen_at timestamptz,
  organization_slug text, organization_name text, organization_managing boolean, allowed_networks text[],
  sign_in_hours jsonb, export_allowed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.first_name, u.last_name, u.username, u.role, u.access_profile, u.extra_permissions,
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
    SELECT id, first_name, last_name, username, role, access_profile, extra_permissions, removed_at, suspended_at,
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

-- Who has to have a second step is a policy that may be otherwise for one person; their days begin when it became theirs.
DROP FUNCTION second_step_due(uuid, uuid);
CREATE FUNCTION second_step_due(session_organization uuid, session_id uuid)
RETURNS TABLE (due_at timestamptz, postponed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT greatest(coalesce((u.policies->'mfaPolicy'->>'at')::timestamptz, o.mfa_required_at), u.activated_at)
      + make_interval(days => o.mfa_grace_days),
    s.mfa_postponed_at IS NOT NULL
  FROM public.sessions s
  JOIN public.organizations o ON o.id = s.organization_id
  CROSS JOIN LATERAL (
    SELECT activated_at, policies FROM public.users found
    WHERE found.organization_id = s.organization_id AND found.id = s.user_id
    OFFSET 0) u
  WHERE s.organization_id = session_organization AND s.id = session_id
    AND coalesce(u.policies->'mfaPolicy'->>'value', o.mfa_policy) = 'required'
    AND NOT EXISTS (
      SELECT FROM public.mfa_methods m
      WHERE m.organization_id = s.organization_id AND m.user_id = s.user_id AND m.confirmed_at IS NOT NULL)
$$;

GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION session_actor(uuid, uuid) OWNER TO rollcall_lookup;
ALTER FUNCTION second_step_due(uuid, uuid) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION session_actor(uuid, uuid), second_step_due(uuid, uuid) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION session_actor(uuid, uuid), second_step_due(uuid, uuid) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

-- The person is found by their primary key and judged afterwards. With `removed_at IS NULL` beside the key, the partial
-- indexes would do too; and as long as statistics know nothing of a hundred thousand people that an import is writing,
-- one of those seemed as good and was walked from end to end for every page.

CREATE OR REPLACE FUNCTION session_actor(session_organization uuid, session_id uuid)
RETURNS TABLE (user_id uuid, first_name text, last_name text, username text, role text, access_profile text,
  must_change_password boolean, last_seen_at timestamptz, organization_slug text, organization_name text,
  organization_managing boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.first_name, u.last_name, u.username, u.role, u.access_profile,
    coalesce(p.must_change, false), s.last_seen_at, o.slug, o.name, o.managing
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
    AND s.ended_at IS NULL AND s.expires_at > now() AND s.last_seen_at > now() - interval '1 hour'
    AND u.removed_at IS NULL AND u.suspended_at IS NULL AND u.legacy_status IS NULL AND u.activated_at IS NOT NULL
    AND (u.access_ends_at IS NULL OR u.access_ends_at > now())
    AND o.suspended_at IS NULL
$$;

-- Who works in the current organization from one that manages it: the reverse of `managed_organizations`. What each may
-- do here follows from what they may do at home; of people who may do nothing here nothing is told.
GRANT CREATE ON SCHEMA public TO rollcall_lookup;
CREATE FUNCTION managing_people()
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
  SELECT u.id, a.id, a.name, u.first_name || ' ' || u.last_name, u.role, u.access_profile, u.extra_permissions
  FROM above a JOIN public.users u ON u.organization_id = a.id
  WHERE a.suspended_at IS NULL AND u.removed_at IS NULL AND u.suspended_at IS NULL AND u.legacy_status IS NULL
    AND (u.access_ends_at IS NULL OR u.access_ends_at > now())
    AND (u.role IN ('admin', 'viewer') OR u.extra_permissions @> ARRAY['organizations.read'])
  ORDER BY a.name, u.sort_name, u.id
$$;
ALTER FUNCTION managing_people() OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION managing_people() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION managing_people() TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

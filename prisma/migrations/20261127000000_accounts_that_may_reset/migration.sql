-- Whom a forgotten password's address means: only those who may choose a new one, and of each organization one before any
-- other of it, those first who were there first. What a tenant makes up keeps nobody of another from their message.
CREATE OR REPLACE FUNCTION accounts_of_email(email text) RETURNS TABLE (organization_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT o.id, u.id FROM public.organizations o
  CROSS JOIN LATERAL (
    SELECT id, activated_at, row_number() OVER (ORDER BY activated_at, id) AS place FROM public.users
    WHERE users.organization_id = o.id AND users.access_email = email AND users.removed_at IS NULL
      AND users.activated_at IS NOT NULL AND users.suspended_at IS NULL AND users.legacy_status IS NULL
      AND (users.access_ends_at IS NULL OR users.access_ends_at > now())
    ORDER BY activated_at, id LIMIT 10) u
  WHERE o.suspended_at IS NULL ORDER BY u.place, u.activated_at, u.id LIMIT 10
$$;

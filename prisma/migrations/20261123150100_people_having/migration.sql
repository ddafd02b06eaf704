-- Who has some values of properties. As with people_like, below a row-level policy no index may serve `@>`: this look-up
-- asks it in the caller's place, for the organization that the caller is in, and gives away what people_like does.
-- Without a list of what is still to be sorted in: each look-up would read all of it, after an import as long as the rest.
CREATE INDEX users_properties ON users USING gin (properties jsonb_path_ops) WITH (fastupdate = off)
  WHERE properties <> '{}';

GRANT SELECT (properties) ON users TO rollcall_lookup;

CREATE FUNCTION people_having(wanted jsonb)
RETURNS TABLE (id uuid, sort_name text, is_removed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.sort_name, u.removed_at IS NOT NULL FROM public.users u
  WHERE u.organization_id = public.current_organization() AND u.properties @> wanted AND u.properties <> '{}'
  LIMIT 1001
$$;

GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION people_having(jsonb) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION people_having(jsonb) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_having(jsonb) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

-- Who is found comes with what a list is sorted by, so that of hundreds no more than a page's people are read anew.
DROP FUNCTION people_like(text, text, text);
CREATE FUNCTION people_like(first_pattern text, second_pattern text, third_pattern text)
RETURNS TABLE (id uuid, sort_name text, is_removed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.sort_name, u.removed_at IS NOT NULL FROM public.users u
  WHERE u.organization_id = public.current_organization()
    AND u.search_text LIKE first_pattern AND u.search_text LIKE second_pattern AND u.search_text LIKE third_pattern
  LIMIT 1001
$$;

GRANT SELECT (sort_name) ON users TO rollcall_lookup;
GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION people_like(text, text, text) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION people_like(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_like(text, text, text) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

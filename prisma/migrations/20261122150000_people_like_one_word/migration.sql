-- Most searches are of one word, which the index and each row it finds would else be asked for three times.
CREATE FUNCTION people_like(pattern text)
RETURNS TABLE (id uuid, sort_name text, is_removed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.sort_name, u.removed_at IS NOT NULL FROM public.users u
  WHERE u.organization_id = public.current_organization() AND u.search_text LIKE pattern
  LIMIT 1001
$$;

GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION people_like(text) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION people_like(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION people_like(text) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

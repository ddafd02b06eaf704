-- Which organization is asked for is read once a search, not once for each row that the index finds.
CREATE OR REPLACE FUNCTION people_like(pattern text)
RETURNS TABLE (id uuid, sort_name text, is_removed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.sort_name, u.removed_at IS NOT NULL FROM public.users u
  WHERE u.organization_id = (SELECT public.current_organization()) AND u.search_text LIKE pattern
  LIMIT 1001
$$;

CREATE OR REPLACE FUNCTION people_like(first_pattern text, second_pattern text, third_pattern text)
RETURNS TABLE (id uuid, sort_name text, is_removed boolean)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id, u.sort_name, u.removed_at IS NOT NULL FROM public.users u
  WHERE u.organization_id = (SELECT public.current_organization())
    AND u.search_text LIKE first_pattern AND u.search_text LIKE second_pattern AND u.search_text LIKE third_pattern
  LIMIT 1001
$$;

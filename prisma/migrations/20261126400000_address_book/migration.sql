-- What people of the address book are looked for by. It is no column: whoever is not in the book pays nothing for it.
CREATE FUNCTION address_book_text(first_name text, last_name text, company text, email text, mobile text, business text)
RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT public.fold(first_name || ' ' || last_name || ' ' || coalesce(company, '') || ' ' || coalesce(email, '')
    || ' ' || coalesce(mobile, '') || ' ' || coalesce(business, ''))
$$;

CREATE INDEX users_address_book ON users (organization_id, sort_name, id)
  WHERE in_address_book AND removed_at IS NULL;
CREATE INDEX users_address_book_text ON users USING gin (organization_id,
  address_book_text(first_name, last_name, company, access_email, mobile_phone, business_phone) gin_trgm_ops)
  WHERE in_address_book AND removed_at IS NULL;

GRANT SELECT (in_address_book, company, access_email, mobile_phone, business_phone) ON users TO rollcall_lookup;

-- As people_like (decision 9), of the address book alone. It finds by what a policy hides as well, so the caller's own
-- statement judges each of these again by what is shown of them, and only that is told.
CREATE FUNCTION address_book_like(first_pattern text, second_pattern text, third_pattern text) RETURNS TABLE (id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT u.id FROM public.users u
  WHERE u.organization_id = (SELECT public.current_organization()) AND u.in_address_book AND u.removed_at IS NULL
    AND public.address_book_text(u.first_name, u.last_name, u.company, u.access_email, u.mobile_phone, u.business_phone)
      LIKE first_pattern
    AND public.address_book_text(u.first_name, u.last_name, u.company, u.access_email, u.mobile_phone, u.business_phone)
      LIKE second_pattern
    AND public.address_book_text(u.first_name, u.last_name, u.company, u.access_email, u.mobile_phone, u.business_phone)
      LIKE third_pattern
  LIMIT 1001
$$;

GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION address_book_like(text, text, text) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION address_book_like(text, text, text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION address_book_like(text, text, text) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

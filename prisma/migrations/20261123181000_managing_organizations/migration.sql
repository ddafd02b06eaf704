-- Managing organizations make others and suspend them from the web (decision 35).

-- The tree as the one at its top sees it: what manages that one is not told.
DROP FUNCTION managed_organizations();
CREATE FUNCTION managed_organizations()
RETURNS TABLE (id uuid, slug text, name text, managing boolean, suspended_at timestamptz, allowed_networks text[],
  managed_by uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  WITH RECURSIVE managed AS (
    SELECT o.id, o.slug, o.name, o.managing, o.suspended_at, o.allowed_networks, NULL::uuid AS managed_by
    FROM public.organizations o WHERE o.id = public.current_organization()
    UNION
    SELECT o.id, o.slug, o.name, o.managing, o.suspended_at, o.allowed_networks, o.managed_by
    FROM public.organizations o JOIN managed m ON o.managed_by = m.id AND m.managing
    WHERE o.id <> public.current_organization()
  )
  SELECT * FROM managed
$$;

-- How many people some of them have, and when something was last written of them; of others nothing is told.
GRANT SELECT (organization_id, change) ON user_count_changes TO rollcall_lookup;
GRANT SELECT (organization_id, id, occurred_at) ON audit_events TO rollcall_lookup;
CREATE POLICY lookup ON user_count_changes FOR SELECT TO rollcall_lookup USING (true);
CREATE POLICY lookup ON audit_events FOR SELECT TO rollcall_lookup USING (true);
CREATE FUNCTION managed_figures(ids uuid[])
RETURNS TABLE (id uuid, people bigint, last_activity timestamptz)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT m.id,
    coalesce((SELECT sum(c.change) FROM public.user_count_changes c WHERE c.organization_id = m.id), 0)::bigint,
    (SELECT e.occurred_at FROM public.audit_events e WHERE e.organization_id = m.id ORDER BY e.id DESC LIMIT 1)
  FROM public.managed_organizations() m WHERE m.id = ANY (ids)
$$;

GRANT SELECT (id, slug, managed_by, suspended_at), INSERT (id, slug, name, managing, managed_by),
  UPDATE (suspended_at) ON organizations TO rollcall_registrar;
GRANT INSERT (organization_id, id, name, is_primary, proven_at) ON domains TO rollcall_registrar;

-- Makes an organization below one that the current organization is or manages, with its primary domain. Only the one
-- that nobody manages may give any domain, as the command line may; others give one of theirs that nobody has a username
-- in, or one below a domain that they have proven. Answers 'created', or what stands against it; then all is to be
-- taken back.
CREATE FUNCTION create_organization(new_id uuid, new_slug text, new_name text, is_managing boolean, parent uuid,
  domain_id uuid, domain_name text)
RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  caller uuid := public.current_organization();
  is_own boolean;
BEGIN
  IF NOT EXISTS (SELECT FROM public.managed_organizations() m
    WHERE m.id = parent AND m.managing AND m.suspended_at IS NULL) THEN RETURN 'parent'; END IF;

  BEGIN
    DELETE FROM public.domains d WHERE d.organization_id = caller AND d.name = domain_name
      AND d.proven_at IS NOT NULL AND NOT d.is_primary;
    is_own := FOUND;
  EXCEPTION WHEN foreign_key_violation THEN RETURN 'used';
  END;
  IF is_own THEN
    DELETE FROM public.domain_claims c WHERE c.name = domain_name AND c.organization_id = caller;
  ELSIF NOT EXISTS (SELECT FROM public.organizations o WHERE o.id = caller AND o.managed_by IS NULL)
    AND NOT EXISTS (SELECT FROM public.domains d WHERE d.organization_id = caller AND d.proven_at IS NOT NULL
      AND right(domain_name, length(d.name) + 1) = '.' || d.name) THEN
    RETURN 'unproven';
  END IF;

  -- Row-level security lets nobody write for another organization than that of the transaction.
  PERFORM set_config('app.organization_id', new_id::text, true);
  INSERT INTO public.organizations (id, slug, name, managing, managed_by)
  VALUES (new_id, new_slug, new_name, is_managing, parent) ON CONFLICT DO NOTHING;
  IF NOT FOUND THEN RETURN 'slug'; END IF;
  INSERT INTO public.domain_claims (name, organization_id) VALUES (domain_name, new_id) ON CONFLICT (name) DO NOTHING;
  IF NOT FOUND THEN RETURN 'domain'; END IF;
  INSERT INTO public.domains (organization_id, id, name, is_primary, proven_at)
  VALUES (new_id, domain_id, domain_name, true, now());
  PERFORM set_config('app.organization_id', caller::text, true);
  RETURN CASE WHEN is_own THEN 'handed' ELSE 'created' END;
END $$;

-- Suspends an organization below the current one, or lets its people in again. Answers whether that has changed
-- anything; null where it is none below, or above as well.
CREATE FUNCTION suspend_organization(target uuid, is_suspended boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  caller uuid := public.current_organization();
  has_changed boolean;
BEGIN
  IF target = caller OR NOT EXISTS (SELECT FROM public.managed_organizations() m WHERE m.id = target) THEN
    RETURN NULL;
  END IF;
  PERFORM set_config('app.organization_id', target::text, true);
  IF NOT EXISTS (SELECT FROM public.managed_organizations() m WHERE m.id = caller) THEN
    UPDATE public.organizations o SET suspended_at = CASE WHEN is_suspended THEN now() END
    WHERE o.id = target AND (o.suspended_at IS NOT NULL) <> is_suspended;
    has_changed := FOUND;
  END IF;
  PERFORM set_config('app.organization_id', caller::text, true);
  RETURN has_changed;
END $$;

DO $$
DECLARE function_name text;
BEGIN
  EXECUTE 'GRANT CREATE ON SCHEMA public TO rollcall_lookup, rollcall_registrar';
  FOREACH function_name IN ARRAY ARRAY['managed_organizations()', 'managed_figures(uuid[])']
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO rollcall_lookup', function_name);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', function_name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rollcall_application', function_name);
  END LOOP;
  FOREACH function_name IN ARRAY ARRAY['create_organization(uuid, text, text, boolean, uuid, uuid, text)',
    'suspend_organization(uuid, boolean)']
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO rollcall_registrar', function_name);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', function_name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rollcall_application', function_name);
  END LOOP;
  EXECUTE 'GRANT EXECUTE ON FUNCTION managed_organizations() TO rollcall_registrar';
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM rollcall_lookup, rollcall_registrar';
END $$;

-- Organizations add domains themselves and prove them by DNS (decision 34). `challenge` is what the DNS has to say; a
-- domain from when the organization was made has none. Many may add the same domain; one claims it, by proving it.
ALTER TABLE domains ADD COLUMN challenge text;
-- Whatever is there already was given by whoever runs the product. Forced, the policy would hide the rows from the owner.
ALTER TABLE domains NO FORCE ROW LEVEL SECURITY;
UPDATE domains SET proven_at = created_at WHERE proven_at IS NULL;
ALTER TABLE domains FORCE ROW LEVEL SECURITY;
ALTER TABLE domains ADD CONSTRAINT domains_proof CHECK (proven_at IS NOT NULL OR (challenge IS NOT NULL AND NOT is_primary));

-- When a domain was proven, and that it goes, is written by the functions below alone.
GRANT INSERT (organization_id, id, name, is_primary, challenge, created_at), UPDATE (is_primary)
  ON domains TO rollcall_application;

-- The registrar owns the few functions that write what spans tenants. Row-level security binds it to the organization of
-- the transaction, as it binds the application.
GRANT USAGE ON SCHEMA public TO rollcall_registrar;
GRANT SELECT (organization_id, id, name, is_primary, proven_at), UPDATE (proven_at), DELETE ON domains TO rollcall_registrar;
GRANT SELECT (name, organization_id), INSERT (name, organization_id), DELETE ON domain_claims TO rollcall_registrar;

-- Makes a domain of the current organization its own, once the DNS has said so: 'proven', or 'taken' where it belongs to
-- another one; null where there is no such domain.
CREATE FUNCTION prove_domain(domain_id uuid) RETURNS text
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  own uuid := public.current_organization();
  domain_name text;
  holder uuid;
BEGIN
  SELECT d.name INTO domain_name FROM public.domains d
  WHERE d.organization_id = own AND d.id = domain_id FOR UPDATE;
  IF NOT FOUND THEN RETURN NULL; END IF;
  INSERT INTO public.domain_claims (name, organization_id) VALUES (domain_name, own) ON CONFLICT (name) DO NOTHING;
  SELECT c.organization_id INTO holder FROM public.domain_claims c WHERE c.name = domain_name;
  IF holder IS DISTINCT FROM own THEN RETURN 'taken'; END IF;
  UPDATE public.domains d SET proven_at = now()
  WHERE d.organization_id = own AND d.id = domain_id AND d.proven_at IS NULL;
  RETURN 'proven';
END $$;

-- Takes a domain from the current organization, and its claim. One that is primary stays; one that somebody has a
-- username in fails by its foreign key.
CREATE FUNCTION remove_domain(domain_id uuid) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  own uuid := public.current_organization();
  domain_name text;
BEGIN
  DELETE FROM public.domains d WHERE d.organization_id = own AND d.id = domain_id AND NOT d.is_primary
  RETURNING d.name INTO domain_name;
  IF NOT FOUND THEN RETURN false; END IF;
  DELETE FROM public.domain_claims c WHERE c.name = domain_name AND c.organization_id = own;
  RETURN true;
END $$;

DO $$
DECLARE function_name text;
BEGIN
  EXECUTE 'GRANT CREATE ON SCHEMA public TO rollcall_registrar';
  FOREACH function_name IN ARRAY ARRAY['prove_domain(uuid)', 'remove_domain(uuid)']
  LOOP
    EXECUTE format('ALTER FUNCTION %s OWNER TO rollcall_registrar', function_name);
    EXECUTE format('REVOKE ALL ON FUNCTION %s FROM PUBLIC', function_name);
    EXECUTE format('GRANT EXECUTE ON FUNCTION %s TO rollcall_application', function_name);
  END LOOP;
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM rollcall_registrar';
END $$;

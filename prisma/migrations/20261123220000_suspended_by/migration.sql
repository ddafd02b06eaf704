-- Which organization suspended one: whoever is between the two does not let it in again. Not known of earlier ones.
ALTER TABLE organizations ADD COLUMN suspended_by uuid;
GRANT SELECT (suspended_by), UPDATE (suspended_by) ON organizations TO rollcall_registrar;

CREATE OR REPLACE FUNCTION suspend_organization(target uuid, is_suspended boolean) RETURNS boolean
LANGUAGE plpgsql VOLATILE SECURITY DEFINER SET search_path = ''
AS $$
DECLARE
  caller uuid := public.current_organization();
  managed uuid[] := array(SELECT m.id FROM public.managed_organizations() m);
  has_changed boolean;
BEGIN
  IF target = caller OR target IS NULL OR target <> ALL(managed) THEN RETURN NULL; END IF;
  PERFORM set_config('app.organization_id', target::text, true);
  -- Let in again by whoever suspended it, or manages that one.
  IF NOT EXISTS (SELECT FROM public.managed_organizations() m WHERE m.id = caller)
    AND (is_suspended OR NOT EXISTS (SELECT FROM public.organizations o
      WHERE o.id = target AND o.suspended_by <> ALL(managed))) THEN
    UPDATE public.organizations o SET suspended_at = CASE WHEN is_suspended THEN now() END,
      suspended_by = CASE WHEN is_suspended THEN caller END
    WHERE o.id = target AND (o.suspended_at IS NOT NULL) <> is_suspended;
    has_changed := FOUND;
  END IF;
  PERFORM set_config('app.organization_id', caller::text, true);
  RETURN has_changed;
END $$;

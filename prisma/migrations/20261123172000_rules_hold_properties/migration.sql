-- A property that a rule asks for stays what it is: gone, it would be empty of everybody, and rules would mean others.
CREATE FUNCTION properties_asked() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE asking jsonb;
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.type = OLD.type AND NEW.is_user_property = OLD.is_user_property THEN RETURN NEW; END IF;
  SELECT jsonb_agg(g.name ORDER BY lower(g.name)) INTO asking FROM public.groups g
  WHERE g.organization_id = OLD.organization_id AND g.rule IS NOT NULL
    AND g.rule->'conditions' @> jsonb_build_array(jsonb_build_object('field', 'property:' || OLD.id));
  IF asking IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'RC002', DETAIL = asking::text, MESSAGE = 'Rules of groups ask for this property.';
  END IF;
  RETURN CASE TG_OP WHEN 'DELETE' THEN OLD ELSE NEW END;
END $$;
CREATE TRIGGER properties_asked BEFORE DELETE OR UPDATE OF type, is_user_property ON properties
  FOR EACH ROW EXECUTE FUNCTION properties_asked();

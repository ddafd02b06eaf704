-- Fields that an organization defines for itself. One that is a user property has a value for each of its people
-- (users.properties); one that is not has the one value of the organization.
CREATE TABLE properties (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 60),
  type text NOT NULL CHECK (type IN ('text', 'number', 'date', 'yesNo', 'choice', 'person')),
  choices text[] NOT NULL DEFAULT '{}',
  is_user_property boolean NOT NULL DEFAULT true,
  is_required boolean NOT NULL DEFAULT false,
  is_unique boolean NOT NULL DEFAULT false CHECK (is_user_property OR NOT is_unique),
  default_value text,
  help text NOT NULL DEFAULT '' CHECK (char_length(help) <= 300),
  value text CHECK (NOT is_user_property OR value IS NULL),
  position integer NOT NULL DEFAULT 0,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id) REFERENCES organizations (id)
);
CREATE UNIQUE INDEX properties_name ON properties (organization_id, lower(name));

-- Who holds a value that nobody else may have. Kept by the triggers below, so that of two at the same moment one fails
-- whichever way they come; a person who is removed holds none.
CREATE TABLE property_values (
  organization_id uuid NOT NULL,
  property_id uuid NOT NULL,
  value text NOT NULL,
  user_id uuid NOT NULL,
  PRIMARY KEY (organization_id, property_id, value),
  UNIQUE (organization_id, user_id, property_id),
  FOREIGN KEY (organization_id, property_id) REFERENCES properties (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);

DO $$
DECLARE tenant text;
BEGIN
  FOREACH tenant IN ARRAY ARRAY['properties', 'property_values']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization())
      WITH CHECK (organization_id = current_organization())', tenant);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', tenant);
  END LOOP;
END $$;

-- Whoever writes values goes beside others who do; whoever changes what the properties are goes alone.
CREATE FUNCTION share_properties(organization uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock_shared(hashtextextended('properties:' || organization, 0))
$$;
CREATE FUNCTION lock_properties(organization uuid) RETURNS void LANGUAGE sql AS $$
  SELECT pg_advisory_xact_lock(hashtextextended('properties:' || organization, 0))
$$;

CREATE FUNCTION users_hold_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF NOT EXISTS (SELECT FROM inserted WHERE properties <> '{}') THEN RETURN NULL; END IF;
  PERFORM public.share_properties(organization_id) FROM (SELECT DISTINCT organization_id FROM inserted) touched;
  INSERT INTO public.property_values (organization_id, property_id, value, user_id)
  SELECT i.organization_id, p.id, i.properties ->> p.id::text, i.id
  FROM inserted i JOIN public.properties p ON p.organization_id = i.organization_id
  WHERE p.is_unique AND i.removed_at IS NULL AND i.properties ->> p.id::text IS NOT NULL;
  RETURN NULL;
END $$;

CREATE FUNCTION users_hold_updated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE touched uuid[];
BEGIN
  SELECT array_agg(a.id) INTO touched FROM after a JOIN before b ON b.organization_id = a.organization_id AND b.id = a.id
  WHERE (a.properties <> '{}' OR b.properties <> '{}')
    AND (a.properties <> b.properties OR (a.removed_at IS NULL) <> (b.removed_at IS NULL));
  IF touched IS NULL THEN RETURN NULL; END IF;
  PERFORM public.share_properties(organization_id) FROM (SELECT DISTINCT organization_id FROM after) organizations;
  IF NOT EXISTS (SELECT FROM public.properties p WHERE p.is_unique
    AND p.organization_id IN (SELECT organization_id FROM after)) THEN RETURN NULL; END IF;
  DELETE FROM public.property_values v USING after a
  WHERE a.id = ANY(touched) AND v.organization_id = a.organization_id AND v.user_id = a.id;
  INSERT INTO public.property_values (organization_id, property_id, value, user_id)
  SELECT a.organization_id, p.id, a.properties ->> p.id::text, a.id
  FROM after a JOIN public.properties p ON p.organization_id = a.organization_id
  WHERE a.id = ANY(touched) AND p.is_unique AND a.removed_at IS NULL AND a.properties ->> p.id::text IS NOT NULL;
  RETURN NULL;
END $$;

CREATE TRIGGER users_hold_inserted AFTER INSERT ON users REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION users_hold_inserted();
CREATE TRIGGER users_hold_updated AFTER UPDATE ON users REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION users_hold_updated();

-- What an organization that manages others offers them. Prices are whole minor units of the currency (ISO 4217), a seat a term.
CREATE TABLE catalogue_services (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 500),
  price_minor integer NOT NULL CHECK (price_minor >= 0),
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  term text NOT NULL CHECK (term IN ('month', 'year')),
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  retired_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id) REFERENCES organizations (id)
);
CREATE UNIQUE INDEX catalogue_services_name ON catalogue_services (organization_id, lower(name));

-- What an organization's people can have a seat of. One taken from a catalogue keeps what it was offered as, whatever
-- becomes of the offer. Whoever counts seats or changes them holds the row's lock.
CREATE TABLE services (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  name text NOT NULL CHECK (char_length(name) BETWEEN 1 AND 80),
  description text NOT NULL DEFAULT '' CHECK (char_length(description) <= 500),
  kind text NOT NULL CHECK (kind IN ('catalogue', 'custom')),
  catalogue_organization_id uuid,
  catalogue_service_id uuid,
  version integer NOT NULL DEFAULT 1,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  retired_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id) REFERENCES organizations (id),
  CONSTRAINT services_of_catalogue CHECK ((kind = 'catalogue') = (catalogue_organization_id IS NOT NULL)
    AND (kind = 'catalogue') = (catalogue_service_id IS NOT NULL))
);
CREATE UNIQUE INDEX services_name ON services (organization_id, lower(name));

-- The right to a service's seats. One that is unlimited costs nothing and counts none. A cancelled one ends at its renewal.
CREATE TABLE subscriptions (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  service_id uuid NOT NULL,
  price_minor integer NOT NULL CHECK (price_minor >= 0),
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  term text NOT NULL CHECK (term IN ('month', 'year')),
  unlimited boolean NOT NULL DEFAULT false,
  starts_on date NOT NULL,
  renews_on date NOT NULL,
  seats_at_renewal integer CHECK (seats_at_renewal >= 0),
  cancelled_at timestamptz(3),
  ended_on date,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, service_id) REFERENCES services (organization_id, id),
  CONSTRAINT subscriptions_renew CHECK (renews_on > starts_on),
  CONSTRAINT subscriptions_end CHECK (ended_on >= starts_on),
  CONSTRAINT subscriptions_unlimited CHECK (NOT unlimited OR (price_minor = 0 AND seats_at_renewal IS NULL))
);
CREATE UNIQUE INDEX subscriptions_running ON subscriptions (organization_id, service_id) WHERE ended_on IS NULL;
CREATE INDEX subscriptions_service ON subscriptions (organization_id, service_id);

-- How many seats there are from a day on, until the next row's day. An unlimited subscription has none.
CREATE TABLE seat_counts (
  organization_id uuid NOT NULL,
  subscription_id uuid NOT NULL,
  from_day date NOT NULL,
  seats integer NOT NULL CHECK (seats >= 0),
  PRIMARY KEY (organization_id, subscription_id, from_day),
  FOREIGN KEY (organization_id, subscription_id) REFERENCES subscriptions (organization_id, id)
);

-- Seats in use. `assigned_by` is who did it, as events keep people; `import_id`, by which import, if by one.
CREATE TABLE seats (
  organization_id uuid NOT NULL,
  service_id uuid NOT NULL,
  user_id uuid NOT NULL,
  assigned_at timestamptz(3) NOT NULL DEFAULT now(),
  assigned_by jsonb NOT NULL,
  import_id uuid,
  PRIMARY KEY (organization_id, service_id, user_id),
  FOREIGN KEY (organization_id, service_id) REFERENCES services (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX seats_user ON seats (organization_id, user_id);
CREATE INDEX seats_import ON seats (organization_id, import_id) WHERE import_id IS NOT NULL;

-- Who waits for a seat: the lowest position gets the next one that is free.
CREATE TABLE seat_waits (
  organization_id uuid NOT NULL,
  service_id uuid NOT NULL,
  user_id uuid NOT NULL,
  position integer NOT NULL,
  asked_at timestamptz(3) NOT NULL DEFAULT now(),
  asked_by jsonb NOT NULL,
  import_id uuid,
  PRIMARY KEY (organization_id, service_id, user_id),
  UNIQUE (organization_id, service_id, position),
  FOREIGN KEY (organization_id, service_id) REFERENCES services (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX seat_waits_user ON seat_waits (organization_id, user_id);

-- The seats of removed people: when a removal is taken back, each is given again if there is one free.
CREATE TABLE seat_returns (
  organization_id uuid NOT NULL,
  service_id uuid NOT NULL,
  user_id uuid NOT NULL,
  assigned_at timestamptz(3) NOT NULL,
  assigned_by jsonb NOT NULL,
  import_id uuid,
  freed_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, service_id, user_id),
  FOREIGN KEY (organization_id, service_id) REFERENCES services (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX seat_returns_user ON seat_returns (organization_id, user_id);

DO $$
DECLARE tenant text;
BEGIN
  FOREACH tenant IN ARRAY ARRAY['catalogue_services', 'services', 'subscriptions', 'seat_counts', 'seats', 'seat_waits',
    'seat_returns']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization())
      WITH CHECK (organization_id = current_organization())', tenant);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', tenant);
  END LOOP;
END $$;

-- What the organizations that manage the current one offer, and nobody else's offers.
GRANT SELECT (organization_id, id, name, description, price_minor, currency, term, retired_at)
  ON catalogue_services TO rollcall_lookup;
CREATE POLICY lookup ON catalogue_services FOR SELECT TO rollcall_lookup USING (true);

GRANT CREATE ON SCHEMA public TO rollcall_lookup;
CREATE FUNCTION offered_services()
RETURNS TABLE (organization_id uuid, organization text, id uuid, name text, description text, price_minor integer,
  currency char(3), term text)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  WITH RECURSIVE above AS (
    SELECT p.id, p.name, p.managed_by, p.suspended_at FROM public.organizations o
    JOIN public.organizations p ON p.id = o.managed_by AND p.managing
    WHERE o.id = public.current_organization()
    UNION
    SELECT p.id, p.name, p.managed_by, p.suspended_at FROM above a
    JOIN public.organizations p ON p.id = a.managed_by AND p.managing
    WHERE p.id <> public.current_organization()
  )
  SELECT c.organization_id, a.name, c.id, c.name, c.description, c.price_minor, c.currency, c.term
  FROM above a JOIN public.catalogue_services c ON c.organization_id = a.id
  WHERE a.suspended_at IS NULL AND c.retired_at IS NULL
  ORDER BY a.name, lower(c.name), c.id
$$;
ALTER FUNCTION offered_services() OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION offered_services() FROM PUBLIC;
GRANT EXECUTE ON FUNCTION offered_services() TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

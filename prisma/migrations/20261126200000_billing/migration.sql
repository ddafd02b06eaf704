-- Whom an organization's invoices name. Each invoice keeps them as they were.
CREATE TABLE billing_details (
  organization_id uuid NOT NULL,
  company text NOT NULL DEFAULT '',
  address text NOT NULL DEFAULT '',
  tax_id text NOT NULL DEFAULT '',
  contact_name text NOT NULL DEFAULT '',
  contact_email text NOT NULL DEFAULT '',
  purchase_order text NOT NULL DEFAULT '',
  version integer NOT NULL DEFAULT 1,
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id),
  FOREIGN KEY (organization_id) REFERENCES organizations (id)
);

-- The last number of each kind. Whoever issues holds the row's lock, so that numbers have no gap.
CREATE TABLE invoice_numbers (
  organization_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
  last integer NOT NULL CHECK (last >= 0),
  PRIMARY KEY (organization_id, kind),
  FOREIGN KEY (organization_id) REFERENCES organizations (id)
);

-- What was charged for a month, and what was taken back of it. Written once: the application may neither change nor delete one.
CREATE TABLE invoices (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('invoice', 'credit_note')),
  number integer NOT NULL CHECK (number > 0),
  period date NOT NULL CHECK (extract(day FROM period) = 1),
  currency char(3) NOT NULL CHECK (currency ~ '^[A-Z]{3}$'),
  total_minor bigint NOT NULL,
  line_count integer NOT NULL CHECK (line_count > 0),
  bill_to jsonb NOT NULL,
  bill_from jsonb NOT NULL,
  corrects uuid,
  reason text,
  issued_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  CONSTRAINT invoices_number UNIQUE (organization_id, kind, number),
  FOREIGN KEY (organization_id) REFERENCES organizations (id),
  FOREIGN KEY (organization_id, corrects) REFERENCES invoices (organization_id, id),
  CONSTRAINT invoices_sign CHECK (CASE kind WHEN 'invoice' THEN total_minor > 0 ELSE total_minor < 0 END),
  CONSTRAINT invoices_credit CHECK ((kind = 'credit_note') = (corrects IS NOT NULL)
    AND (kind = 'credit_note') = (reason IS NOT NULL))
);
CREATE UNIQUE INDEX invoices_month ON invoices (organization_id, period, currency) WHERE kind = 'invoice';
CREATE INDEX invoices_corrects ON invoices (organization_id, corrects) WHERE corrects IS NOT NULL;

-- A line of a credit note names the one that it takes back: each is taken back once at most.
CREATE TABLE invoice_lines (
  organization_id uuid NOT NULL,
  invoice_id uuid NOT NULL,
  line integer NOT NULL CHECK (line > 0),
  subscription_id uuid NOT NULL,
  service text NOT NULL,
  price_minor integer NOT NULL,
  term text NOT NULL CHECK (term IN ('month', 'year')),
  stretches jsonb NOT NULL,
  amount_minor bigint NOT NULL,
  credits_invoice_id uuid,
  credits_line integer,
  PRIMARY KEY (organization_id, invoice_id, line),
  CONSTRAINT invoice_lines_credited UNIQUE (organization_id, credits_invoice_id, credits_line),
  FOREIGN KEY (organization_id, invoice_id) REFERENCES invoices (organization_id, id),
  FOREIGN KEY (organization_id, subscription_id) REFERENCES subscriptions (organization_id, id),
  FOREIGN KEY (organization_id, credits_invoice_id, credits_line)
    REFERENCES invoice_lines (organization_id, invoice_id, line),
  CONSTRAINT invoice_lines_credit CHECK ((credits_invoice_id IS NULL) = (credits_line IS NULL))
);
COMMENT ON COLUMN invoice_lines.stretches IS 'Days one after the other with as many seats: from, to, seats, amountMinor.';

-- What may be inserted may be added to later: so an invoice is held against its lines at the end of every transaction that adds.
CREATE FUNCTION invoice_adds_up() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  invoice uuid := CASE TG_TABLE_NAME WHEN 'invoices' THEN to_jsonb(NEW)->>'id' ELSE to_jsonb(NEW)->>'invoice_id' END;
BEGIN
  IF EXISTS (
    SELECT FROM public.invoices i CROSS JOIN LATERAL (
      SELECT coalesce(sum(l.amount_minor), 0) AS total, count(*) AS count FROM public.invoice_lines l
      WHERE l.organization_id = i.organization_id AND l.invoice_id = i.id) AS lines
    WHERE i.organization_id = NEW.organization_id AND i.id = invoice
      AND (i.total_minor <> lines.total OR i.line_count <> lines.count)) THEN
    RAISE EXCEPTION 'The lines of an invoice do not come to its total.' USING ERRCODE = 'check_violation';
  END IF;
  RETURN NULL;
END $$;
CREATE CONSTRAINT TRIGGER invoices_add_up AFTER INSERT ON invoices DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION invoice_adds_up();
CREATE CONSTRAINT TRIGGER invoice_lines_add_up AFTER INSERT ON invoice_lines DEFERRABLE INITIALLY DEFERRED
  FOR EACH ROW EXECUTE FUNCTION invoice_adds_up();

-- How many seats of a service were in use at the end of a day (UTC), of days on which that changed. Whoever gives or takes seats
-- holds the service's lock, so that no two write here at once.
CREATE TABLE seat_usage (
  organization_id uuid NOT NULL,
  service_id uuid NOT NULL,
  day date NOT NULL,
  used integer NOT NULL,
  PRIMARY KEY (organization_id, service_id, day),
  FOREIGN KEY (organization_id, service_id) REFERENCES services (organization_id, id)
);

-- Forced, the policy would hide the rows from the owner.
ALTER TABLE seats NO FORCE ROW LEVEL SECURITY;
INSERT INTO seat_usage SELECT organization_id, service_id, (now() AT TIME ZONE 'UTC')::date, count(*) FROM seats GROUP BY 1, 2;
ALTER TABLE seats FORCE ROW LEVEL SECURITY;

CREATE FUNCTION seats_used_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  INSERT INTO public.seat_usage AS u (organization_id, service_id, day, used)
  SELECT c.organization_id, c.service_id, (now() AT TIME ZONE 'UTC')::date, c.change + coalesce((
    SELECT last.used FROM public.seat_usage last
    WHERE last.organization_id = c.organization_id AND last.service_id = c.service_id
    ORDER BY last.day DESC LIMIT 1), 0)
  FROM (SELECT changed.organization_id, changed.service_id,
      (CASE TG_OP WHEN 'DELETE' THEN -count(*) ELSE count(*) END)::integer AS change
    FROM changed GROUP BY 1, 2) AS c
  ORDER BY c.organization_id, c.service_id
  ON CONFLICT (organization_id, service_id, day) DO UPDATE SET used = excluded.used;
  RETURN NULL;
END $$;
CREATE TRIGGER seats_used_more AFTER INSERT ON seats REFERENCING NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION seats_used_changed();
CREATE TRIGGER seats_used_fewer AFTER DELETE ON seats REFERENCING OLD TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION seats_used_changed();

DO $$
DECLARE tenant text;
BEGIN
  FOREACH tenant IN ARRAY ARRAY['billing_details', 'invoice_numbers', 'invoices', 'invoice_lines', 'seat_usage']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization())
      WITH CHECK (organization_id = current_organization())', tenant);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE ON billing_details, invoice_numbers, seat_usage TO rollcall_application;
GRANT SELECT, INSERT ON invoices, invoice_lines TO rollcall_application;

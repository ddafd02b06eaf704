-- Where an organization's events are told to other systems, and what came of each (decision 54).
CREATE TABLE webhooks (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  name text NOT NULL,
  url text NOT NULL,
  event_types text[] NOT NULL DEFAULT '{}',
  sealed_secret bytea NOT NULL,
  earlier_secret bytea,
  earlier_until timestamptz(3),
  made_by text NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  off_at timestamptz(3),
  off_because text CHECK (off_because IN ('person', 'failing', 'gone')),
  next_transaction bigint NOT NULL,
  placed bigint NOT NULL DEFAULT 0,
  failures integer NOT NULL DEFAULT 0,
  failing_since timestamptz(3),
  paused_until timestamptz(3),
  PRIMARY KEY (organization_id, id),
  CHECK ((off_at IS NULL) = (off_because IS NULL)),
  CHECK ((earlier_secret IS NULL) = (earlier_until IS NULL))
);
COMMENT ON COLUMN webhooks.event_types IS 'Which events it is told of; all of them, where it names none.';
COMMENT ON COLUMN webhooks.next_transaction IS 'Events of this transaction and of later ones are still to be collected for it.';
COMMENT ON COLUMN webhooks.placed IS 'How many deliveries it has had: the last one''s place.';
COMMENT ON COLUMN webhooks.failures IS 'How many tries have failed since the last one that did not.';

CREATE TABLE webhook_deliveries (
  organization_id uuid NOT NULL,
  webhook_id uuid NOT NULL,
  event_id uuid NOT NULL,
  subject_id uuid NOT NULL,
  place bigint NOT NULL,
  state text NOT NULL DEFAULT 'waiting' CHECK (state IN ('waiting', 'delivered', 'failed', 'cancelled')),
  tries integer NOT NULL DEFAULT 0,
  attempts jsonb NOT NULL DEFAULT '[]',
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  first_tried_at timestamptz(3),
  next_attempt_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, webhook_id, event_id),
  FOREIGN KEY (organization_id, webhook_id) REFERENCES webhooks (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, event_id) REFERENCES audit_events (organization_id, id)
);
COMMENT ON COLUMN webhook_deliveries.subject_id IS 'Whom or what the event is about: of one subject they go out in the order of their places.';
COMMENT ON COLUMN webhook_deliveries.tries IS 'Since it was last asked for; what came of every one stands in attempts.';
CREATE INDEX webhook_deliveries_waiting ON webhook_deliveries (organization_id, webhook_id, place) WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_subject ON webhook_deliveries (organization_id, webhook_id, subject_id, place)
  WHERE state = 'waiting';
CREATE INDEX webhook_deliveries_listed ON webhook_deliveries (organization_id, webhook_id, place);
CREATE INDEX webhook_deliveries_old ON webhook_deliveries (organization_id, created_at) WHERE state <> 'waiting';

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['webhooks', 'webhook_deliveries']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization()) '
      'WITH CHECK (organization_id = current_organization())', tenant_table);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', tenant_table);
  END LOOP;
END $$;

-- Whose webhooks have events to collect, or deliveries that are old enough to go.
GRANT SELECT (organization_id, off_at, next_transaction) ON webhooks TO rollcall_lookup;
GRANT SELECT (organization_id, state, created_at) ON webhook_deliveries TO rollcall_lookup;
CREATE POLICY lookup ON webhooks FOR SELECT TO rollcall_lookup USING (true);
CREATE POLICY lookup ON webhook_deliveries FOR SELECT TO rollcall_lookup USING (true);
CREATE FUNCTION organizations_with_webhooks_due() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT w.organization_id FROM public.webhooks w
  WHERE w.off_at IS NULL AND EXISTS (SELECT FROM public.audit_events e
      WHERE e.organization_id = w.organization_id AND e.transaction >= w.next_transaction
        AND e.transaction < public.audit_horizon())
    OR EXISTS (SELECT FROM public.webhook_deliveries d
      WHERE d.organization_id = w.organization_id AND d.state <> 'waiting' AND d.created_at < now() - interval '30 days')
  GROUP BY 1
$$;
DO $$
BEGIN
  EXECUTE 'GRANT CREATE ON SCHEMA public TO rollcall_lookup';
  EXECUTE 'ALTER FUNCTION organizations_with_webhooks_due() OWNER TO rollcall_lookup';
  EXECUTE 'REVOKE ALL ON FUNCTION organizations_with_webhooks_due() FROM PUBLIC';
  EXECUTE 'GRANT EXECUTE ON FUNCTION organizations_with_webhooks_due() TO rollcall_application';
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM rollcall_lookup';
END $$;

-- One kind of message more, beside those that there are by then.
DO $$
DECLARE
  kinds record;
BEGIN
  FOR kinds IN SELECT conrelid::regclass AS name, conname, pg_get_constraintdef(oid) AS definition FROM pg_constraint
    WHERE conname IN ('messages_kind_check', 'message_templates_kind_check')
  LOOP
    EXECUTE format('ALTER TABLE %s DROP CONSTRAINT %I, ADD CONSTRAINT %I %s', kinds.name, kinds.conname, kinds.conname,
      replace(kinds.definition, '''own''::text', '''connectionNotice''::text, ''own''::text'));
  END LOOP;
END $$;

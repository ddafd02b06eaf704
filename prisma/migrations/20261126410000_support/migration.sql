-- When somebody answers, where requests go and what they can be about, as the organization says; as usual where it has said nothing.
CREATE TABLE support_settings (
  organization_id uuid PRIMARY KEY REFERENCES organizations (id) ON DELETE CASCADE,
  settings jsonb NOT NULL CHECK (jsonb_typeof(settings) = 'object'),
  version integer NOT NULL DEFAULT 1
);

CREATE TABLE support_requests (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  number integer NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL CHECK (length(kind) BETWEEN 1 AND 60),
  urgency text NOT NULL CHECK (urgency IN ('normal', 'high', 'critical')),
  words text NOT NULL CHECK (length(words) BETWEEN 1 AND 5000),
  context jsonb NOT NULL DEFAULT '{}',
  way text NOT NULL CHECK (way IN ('open', 'onCall', 'waits')),
  state text NOT NULL DEFAULT 'open' CHECK (state IN ('open', 'answered', 'closed')),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  updated_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  CONSTRAINT support_requests_organization_id_number_key UNIQUE (organization_id, number),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN support_requests.way IS 'open: within hours; onCall: critical outside of them; waits: until hours begin.';
CREATE INDEX support_requests_of_person ON support_requests (organization_id, user_id, created_at);
CREATE INDEX support_requests_by_state ON support_requests (organization_id, state, created_at, id);

CREATE TABLE support_replies (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  request_id uuid NOT NULL,
  is_answer boolean NOT NULL,
  by_name text NOT NULL,
  by_user_id uuid NOT NULL,
  words text NOT NULL CHECK (length(words) BETWEEN 1 AND 5000),
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, request_id) REFERENCES support_requests (organization_id, id) ON DELETE CASCADE
);
COMMENT ON COLUMN support_replies.by_user_id IS 'Whoever answers may be at home in a managing organization, so it refers to no row here.';
CREATE INDEX support_replies_of_request ON support_replies (organization_id, request_id, created_at, id);

CREATE TABLE support_screenshots (
  organization_id uuid NOT NULL,
  request_id uuid NOT NULL,
  type text NOT NULL CHECK (type IN ('image/png', 'image/jpeg')),
  bytes bytea NOT NULL,
  PRIMARY KEY (organization_id, request_id),
  FOREIGN KEY (organization_id, request_id) REFERENCES support_requests (organization_id, id) ON DELETE CASCADE
);

DO $$
DECLARE name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['support_settings', 'support_requests', 'support_replies', 'support_screenshots'] LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', name);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization())
      WITH CHECK (organization_id = current_organization())', name);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', name);
  END LOOP;
END $$;

-- A request goes to an address of the organization and to nobody's account; its answer goes to whoever asked.
ALTER TABLE messages
  DROP CONSTRAINT messages_kind_check,
  ADD CONSTRAINT messages_kind_check CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset',
    'passwordChanged', 'secondStepChanged', 'signInCode', 'signInAlert', 'usernameChanged', 'supportRequest',
    'supportReply', 'own', 'test')),
  DROP CONSTRAINT messages_user_check,
  ADD CONSTRAINT messages_user_check CHECK (user_id IS NOT NULL OR kind IN ('supportRequest', 'test'));
DROP INDEX messages_urgent;
CREATE INDEX messages_urgent ON messages (organization_id, next_attempt_at, id)
  WHERE state = 'queued'
    AND kind IN ('reset', 'passwordChanged', 'secondStepChanged', 'signInCode', 'signInAlert', 'supportRequest',
      'supportReply', 'test');

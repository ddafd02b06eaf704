-- What an organization writes in place of the product's own words. A text is never changed once it is saved: another one
-- takes its place, and messages keep which they were written from, so that every try of one says the same.
CREATE TABLE message_templates (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset', 'passwordChanged', 'own')),
  name text NOT NULL,
  language text NOT NULL DEFAULT 'en' CHECK (language IN ('en')),
  subject text NOT NULL,
  body text NOT NULL,
  sms_body text NOT NULL,
  made_by jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  replaced_at timestamptz(3),
  PRIMARY KEY (organization_id, id)
);
CREATE UNIQUE INDEX message_templates_kind ON message_templates (organization_id, kind, language)
  WHERE kind <> 'own' AND replaced_at IS NULL;
CREATE UNIQUE INDEX message_templates_own ON message_templates (organization_id, lower(name), language)
  WHERE kind = 'own' AND replaced_at IS NULL;

ALTER TABLE message_templates ENABLE ROW LEVEL SECURITY;
ALTER TABLE message_templates FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON message_templates USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE ON message_templates TO rollcall_application;

-- `template_id` is null for the product's own words. `filled` is what was given for the text of a test, and `sealed` what
-- nobody may read, such as a password, until it is sent. `batch_id` is the request that a message goes by, the same at
-- every try. Messages with the same `link_id` carry the same link, as an e-mail and an SMS to one person do. A test belongs to nobody: whoever sent it may have their account elsewhere.
ALTER TABLE messages
  DROP CONSTRAINT messages_kind_check,
  DROP CONSTRAINT messages_method_check,
  DROP CONSTRAINT messages_state_check,
  ALTER COLUMN user_id DROP NOT NULL,
  ADD COLUMN template_id uuid,
  ADD COLUMN filled jsonb NOT NULL DEFAULT '{}',
  ADD COLUMN sealed bytea,
  ADD COLUMN batch_id uuid,
  ADD COLUMN link_id uuid,
  ADD COLUMN provider_id text,
  ADD COLUMN made_by jsonb,
  ADD COLUMN delivered_at timestamptz(3),
  ADD COLUMN opened_at timestamptz(3),
  ADD COLUMN bounced_at timestamptz(3),
  ADD COLUMN complained_at timestamptz(3),
  ADD CONSTRAINT messages_kind_check
    CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset', 'passwordChanged', 'own', 'test')),
  ADD CONSTRAINT messages_method_check CHECK (method IN ('email', 'sms')),
  ADD CONSTRAINT messages_state_check CHECK (state IN ('queued', 'sending', 'sent', 'delivered', 'opened', 'bounced',
    'complained', 'failed', 'cancelled')),
  ADD CONSTRAINT messages_user_check CHECK (user_id IS NOT NULL OR kind = 'test'),
  ADD FOREIGN KEY (organization_id, template_id) REFERENCES message_templates (organization_id, id);
CREATE INDEX messages_state ON messages (organization_id, state, id);
CREATE INDEX messages_urgent ON messages (organization_id, next_attempt_at, id)
  WHERE state = 'queued' AND kind IN ('reset', 'passwordChanged', 'test');
CREATE INDEX messages_batch ON messages (organization_id, batch_id) WHERE state IN ('queued', 'sending');

-- The address that a person's messages have come back from, which counts as long as it is the access email.
ALTER TABLE users ADD COLUMN bounced_email text;

-- What a program was answered that sent an idempotency key, for a day (decision 49).
CREATE TABLE api_answers (
  organization_id uuid NOT NULL,
  api_key_id uuid NOT NULL,
  key_hash bytea NOT NULL CHECK (length(key_hash) = 32),
  request_hash bytea NOT NULL CHECK (length(request_hash) = 32),
  new_id uuid NOT NULL,
  begun_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  status integer CHECK (status BETWEEN 200 AND 499),
  answer bytea,
  PRIMARY KEY (organization_id, api_key_id, key_hash),
  FOREIGN KEY (organization_id, api_key_id) REFERENCES api_keys (organization_id, id) ON DELETE CASCADE,
  CHECK ((status IS NULL) = (answer IS NULL))
);
COMMENT ON COLUMN api_answers.new_id IS 'The id of whatever the request makes: done again after a kill, it makes the same.';
COMMENT ON COLUMN api_answers.answer IS 'Headers and body, encrypted with the API key itself, which is kept nowhere.';
CREATE INDEX api_answers_expire ON api_answers (organization_id, expires_at);

ALTER TABLE api_answers ENABLE ROW LEVEL SECURITY;
ALTER TABLE api_answers FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON api_answers USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON api_answers TO rollcall_application;

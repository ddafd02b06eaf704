-- PINs: six digits with which a person activates their account, together with the username. `hash` is keyed with the
-- installation's secret, because six digits are no secret to a bare one. `issued_by` is who made it; no foreign key,
-- because that person may belong to the managing organization.
CREATE TABLE pins (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  source text NOT NULL CHECK (source IN ('system', 'own')),
  salt bytea NOT NULL CHECK (octet_length(salt) = 16),
  hash bytea NOT NULL CHECK (octet_length(hash) = 32),
  uses integer NOT NULL CHECK (uses BETWEEN 1 AND 100),
  uses_left integer NOT NULL CHECK (uses_left BETWEEN 0 AND uses),
  misses integer NOT NULL DEFAULT 0,
  issued_by jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  expires_at timestamptz(3) NOT NULL,
  last_used_at timestamptz(3),
  revoked_at timestamptz(3),
  revoked_because text CHECK (revoked_because IN ('replaced', 'withdrawn', 'guessed', 'activated', 'changed')),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE,
  CHECK ((revoked_at IS NULL) = (revoked_because IS NULL))
);
CREATE INDEX pins_user ON pins (organization_id, user_id, id);
-- A person has one at a time.
CREATE UNIQUE INDEX pins_standing ON pins (organization_id, user_id) WHERE revoked_at IS NULL;

ALTER TABLE pins ENABLE ROW LEVEL SECURITY;
ALTER TABLE pins FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON pins USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
-- What became of each is kept for good.
GRANT SELECT, INSERT, UPDATE ON pins TO rollcall_application;

-- A right PIN gives a link that is good for a short while and no longer than the PIN stands; a QR code holds a link too.
ALTER TABLE credentials
  DROP CONSTRAINT credentials_kind_check,
  ADD CONSTRAINT credentials_kind_check CHECK (kind IN ('invitation', 'reset', 'pin', 'qr')),
  ADD COLUMN pin_id uuid,
  ADD FOREIGN KEY (organization_id, pin_id) REFERENCES pins (organization_id, id);
CREATE INDEX credentials_pin ON credentials (organization_id, pin_id) WHERE pin_id IS NOT NULL;

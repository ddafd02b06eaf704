-- What is chosen for all people of an import: a moment, messages, passwords of the file, and choices kept by a name.

ALTER TABLE users ADD COLUMN in_address_book boolean NOT NULL DEFAULT false;

-- `data_key` is the key that the import's file and passwords are sealed with, itself sealed with the installation's.
-- After `passwords_expire_at` nothing of the file's passwords is left.
ALTER TABLE imports
  DROP CONSTRAINT imports_state_check,
  ADD CONSTRAINT imports_state_check CHECK (state IN ('uploading', 'reading', 'matching', 'parsing', 'review',
    'refused', 'scheduled', 'hashing', 'committing', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  ADD COLUMN data_key bytea,
  ADD COLUMN passwords_expire_at timestamptz(3);

ALTER TABLE import_rows
  DROP CONSTRAINT import_rows_undo_check,
  ADD CONSTRAINT import_rows_undo_check CHECK (undo IN ('removed', 'restored', 'gone', 'changed', 'activated',
    'signedIn', 'above', 'taken', 'lastAdmin', 'password'));

-- A password of a file on its way: sealed as it came, then as its hash alone.
CREATE TABLE import_secrets (
  organization_id uuid NOT NULL,
  import_id uuid NOT NULL,
  line integer NOT NULL,
  sealed bytea,
  hash text,
  expires_at timestamptz(3) NOT NULL,
  PRIMARY KEY (organization_id, import_id, line),
  FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id) ON DELETE CASCADE,
  CHECK ((sealed IS NULL) <> (hash IS NULL))
);
CREATE INDEX import_secrets_sealed ON import_secrets (organization_id, import_id, line) WHERE sealed IS NOT NULL;

CREATE TABLE import_presets (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  id uuid NOT NULL,
  name text NOT NULL,
  choices jsonb NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  used_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  UNIQUE (organization_id, name)
);

-- Every message to a person, kept for good. `import_id` has no foreign key, like that of users.
CREATE TABLE messages (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  user_id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('invitation')),
  method text NOT NULL CHECK (method IN ('email')),
  address text NOT NULL,
  state text NOT NULL DEFAULT 'queued' CHECK (state IN ('queued', 'sending', 'sent', 'failed', 'cancelled')),
  attempts integer NOT NULL DEFAULT 0,
  error text,
  import_id uuid,
  created_at timestamptz(3) NOT NULL DEFAULT now(),
  next_attempt_at timestamptz(3) NOT NULL DEFAULT now(),
  first_attempt_at timestamptz(3),
  sent_at timestamptz(3),
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX messages_waiting ON messages (organization_id, next_attempt_at, id) WHERE state IN ('queued', 'sending');
CREATE INDEX messages_import ON messages (organization_id, import_id, state) WHERE import_id IS NOT NULL;
CREATE INDEX messages_user ON messages (organization_id, user_id, id);

DO $$
DECLARE tenant_table text;
BEGIN
  FOREACH tenant_table IN ARRAY ARRAY['import_secrets', 'import_presets', 'messages']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant_table);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization()) '
      'WITH CHECK (organization_id = current_organization())', tenant_table);
  END LOOP;
END $$;
GRANT SELECT, INSERT, UPDATE, DELETE ON import_secrets, import_presets TO rollcall_application;
GRANT SELECT, INSERT, UPDATE ON messages TO rollcall_application;

-- What people change in a file's rows before it is imported. `cells` is [[line, column, before, after], …], so that
-- the rows can be judged anew from the file and be as they were; sheet and header line say which rows it is about.
CREATE TABLE import_edits (
  organization_id uuid NOT NULL,
  import_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (kind IN ('cells', 'offers', 'country', 'trim', 'swap', 'username', 'replace')),
  words text NOT NULL,
  cells jsonb NOT NULL,
  row_count integer NOT NULL,
  sheet text,
  header_line integer,
  made_by jsonb NOT NULL,
  user_id uuid NOT NULL,
  created_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  applied_at timestamptz(3) NOT NULL DEFAULT clock_timestamp(),
  undone_at timestamptz(3),
  PRIMARY KEY (organization_id, import_id, id),
  FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id) ON DELETE CASCADE
);

ALTER TABLE import_edits ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_edits FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON import_edits USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON import_edits TO rollcall_application;

-- `given_username` is what a person gave a row whose file has no column of usernames; `drifted` that the row means
-- something else than when it was reviewed. Rows that share a key are found by hashes of it: `->>` is not leakproof, so
-- below a row-level policy no index on it would serve, and indexes of small numbers cost an upload next to nothing.
ALTER TABLE import_rows
  ADD COLUMN given_username text,
  ADD COLUMN drifted boolean NOT NULL DEFAULT false,
  ADD COLUMN username_hash integer GENERATED ALWAYS AS (hashtext("values"->>'username')) STORED,
  ADD COLUMN access_email_hash integer GENERATED ALWAYS AS (hashtext("values"->>'accessEmail')) STORED,
  ADD COLUMN customer_code_hash integer GENERATED ALWAYS AS (hashtext("values"->>'customerCode')) STORED;
CREATE INDEX import_rows_username ON import_rows (username_hash);
CREATE INDEX import_rows_access_email ON import_rows (access_email_hash);
CREATE INDEX import_rows_customer_code ON import_rows (customer_code_hash) WHERE customer_code_hash IS NOT NULL;
CREATE INDEX import_rows_person ON import_rows (user_id) WHERE user_version IS NOT NULL;

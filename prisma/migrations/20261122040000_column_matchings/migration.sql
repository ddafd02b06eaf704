-- What an organization has matched the columns of a file with: the next file with the same headers is matched so.
CREATE TABLE column_matchings (
  organization_id uuid NOT NULL REFERENCES organizations (id),
  headers_sha256 bytea NOT NULL,
  matching jsonb NOT NULL,
  default_country char(2),
  date_order text CHECK (date_order IN ('dmy', 'mdy')),
  chosen_at timestamptz(3) NOT NULL DEFAULT now(),
  PRIMARY KEY (organization_id, headers_sha256)
);

ALTER TABLE column_matchings ENABLE ROW LEVEL SECURITY;
ALTER TABLE column_matchings FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON column_matchings USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE ON column_matchings TO rollcall_application;

-- A file's first lines, any of which may be its header, and the line of a template's example that was left out.
ALTER TABLE imports
  ADD COLUMN first_rows jsonb NOT NULL DEFAULT '[]',
  ADD COLUMN example_line integer;

-- What was done to several people at once, and how each of them was before: enough to take it back.
-- `made_by` and `undone_by` are who did it, as events keep people; `details` is the change as it was asked for.
CREATE TABLE bulk_changes (
  organization_id uuid NOT NULL,
  id uuid NOT NULL,
  kind text NOT NULL CHECK (char_length(kind) BETWEEN 1 AND 40),
  details jsonb NOT NULL,
  people integer NOT NULL CHECK (people > 0),
  made_at timestamptz(3) NOT NULL DEFAULT now(),
  made_by jsonb NOT NULL,
  undone_at timestamptz(3),
  undone_by jsonb,
  undo_result jsonb,
  PRIMARY KEY (organization_id, id),
  FOREIGN KEY (organization_id) REFERENCES organizations (id)
);
CREATE INDEX bulk_changes_made ON bulk_changes (organization_id, made_at DESC, id DESC);

CREATE TABLE bulk_change_people (
  organization_id uuid NOT NULL,
  change_id uuid NOT NULL,
  user_id uuid NOT NULL,
  was jsonb NOT NULL,
  PRIMARY KEY (organization_id, change_id, user_id),
  FOREIGN KEY (organization_id, change_id) REFERENCES bulk_changes (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
CREATE INDEX bulk_change_people_user ON bulk_change_people (organization_id, user_id);

DO $$
DECLARE tenant text;
BEGIN
  FOREACH tenant IN ARRAY ARRAY['bulk_changes', 'bulk_change_people']
  LOOP
    EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', tenant);
    EXECUTE format('ALTER TABLE %I FORCE ROW LEVEL SECURITY', tenant);
    EXECUTE format('CREATE POLICY tenant ON %I USING (organization_id = current_organization())
      WITH CHECK (organization_id = current_organization())', tenant);
    EXECUTE format('GRANT SELECT, INSERT, UPDATE, DELETE ON %I TO rollcall_application', tenant);
  END LOOP;
END $$;

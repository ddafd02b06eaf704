-- People who are in the directory and not in an import's file, and whom somebody has chosen to suspend: whom the choice
-- was made for, what came of each, and what an undo did. `leavers` on the import says who chose, and how many it is.
ALTER TABLE imports ADD COLUMN leavers jsonb;

CREATE TABLE import_leavers (
  organization_id uuid NOT NULL,
  import_id uuid NOT NULL,
  user_id uuid NOT NULL,
  outcome text CHECK (outcome IN ('suspended', 'left')),
  -- The version that suspending gave them: whoever has another one by now has been changed since.
  user_version integer,
  undo text CHECK (undo IN ('reactivated', 'kept')),
  PRIMARY KEY (organization_id, import_id, user_id),
  FOREIGN KEY (organization_id, import_id) REFERENCES imports (organization_id, id) ON DELETE CASCADE,
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);

ALTER TABLE import_leavers ENABLE ROW LEVEL SECURITY;
ALTER TABLE import_leavers FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON import_leavers USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON import_leavers TO rollcall_application;

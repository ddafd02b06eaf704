-- A change of very many is carried out by the worker, some people at a time. While it is, `running` says whether it is
-- made or taken back; `asked` is how many that is for, and `looked_at` how many of them it has come to. `left_out` says how
-- many stayed as they were, and why; `refusal`, why it ended before everybody's turn.
ALTER TABLE bulk_changes DROP CONSTRAINT bulk_changes_people_check;
ALTER TABLE bulk_changes ADD CONSTRAINT bulk_changes_people_check CHECK (people >= 0);
ALTER TABLE bulk_changes
  ADD COLUMN running text CHECK (running IN ('making', 'takingBack')),
  ADD COLUMN asked integer CHECK (asked > 0),
  ADD COLUMN looked_at integer NOT NULL DEFAULT 0 CHECK (looked_at >= 0),
  ADD COLUMN left_out jsonb,
  ADD COLUMN refusal text,
  ADD CONSTRAINT bulk_changes_asked_for CHECK (running IS NULL OR asked IS NOT NULL);

-- When somebody's turn was. Of changes made before this column it is the change's own moment.
ALTER TABLE bulk_change_people ADD COLUMN changed_at timestamptz(3);
ALTER TABLE bulk_change_people ALTER COLUMN changed_at SET DEFAULT now();

-- Whose turn is still to come, in order. It refers to nobody: writing it would lock everybody, in another order than a change.
CREATE TABLE bulk_change_waiting (
  organization_id uuid NOT NULL,
  change_id uuid NOT NULL,
  place integer NOT NULL,
  user_id uuid NOT NULL,
  PRIMARY KEY (organization_id, change_id, place),
  FOREIGN KEY (organization_id, change_id) REFERENCES bulk_changes (organization_id, id) ON DELETE CASCADE
);
ALTER TABLE bulk_change_waiting ENABLE ROW LEVEL SECURITY;
ALTER TABLE bulk_change_waiting FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON bulk_change_waiting USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON bulk_change_waiting TO rollcall_application;

-- Taking an import back, and imports that change people who are there already.

ALTER TABLE imports
  DROP CONSTRAINT imports_state_check,
  ADD CONSTRAINT imports_state_check CHECK (state IN ('uploading', 'reading', 'matching', 'parsing', 'review',
    'refused', 'committing', 'done', 'failed', 'cancelled', 'undoing', 'undone')),
  ADD COLUMN undo_result jsonb,
  ADD COLUMN undone_by jsonb,
  ADD COLUMN undone_at timestamptz(3);
CREATE INDEX imports_sha256 ON imports (organization_id, sha256) WHERE state = 'done';

-- A person's version as the plan saw it, and what the plan changes, so that a commit can see whether both still
-- stand, and an undo what was before.
ALTER TABLE import_rows
  DROP CONSTRAINT import_rows_fate_check,
  ADD CONSTRAINT import_rows_fate_check CHECK
    (fate IN ('create', 'update', 'unchanged', 'exists', 'absent', 'invalid')),
  ADD COLUMN user_version integer,
  ADD COLUMN changes jsonb,
  ADD COLUMN undo text CHECK (undo IN
    ('removed', 'restored', 'gone', 'changed', 'activated', 'signedIn', 'above', 'taken', 'lastAdmin'));

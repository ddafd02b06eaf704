-- What people were before an import changed them, beside the fields that its file could change: when their rows were
-- written last, until when something was good with which they could activate their accounts, and what became void with
-- the import and cannot come back. Rows of imports that were carried out earlier have nothing here.
ALTER TABLE import_rows
  ADD COLUMN was jsonb,
  DROP CONSTRAINT import_rows_undo_check,
  ADD CONSTRAINT import_rows_undo_check CHECK (undo IN ('removed', 'restored', 'gone', 'changed', 'activated',
    'signedIn', 'above', 'taken', 'lastAdmin', 'password', 'earlierPassword', 'link'));

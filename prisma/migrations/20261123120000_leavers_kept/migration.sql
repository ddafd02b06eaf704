-- Why an undo left somebody suspended, or as they are. `kept` is how that was written before: changed since.
ALTER TABLE import_leavers DROP CONSTRAINT import_leavers_undo_check,
  ADD CONSTRAINT import_leavers_undo_check
    CHECK (undo IN ('reactivated', 'kept', 'gone', 'active', 'changed', 'right', 'above'));

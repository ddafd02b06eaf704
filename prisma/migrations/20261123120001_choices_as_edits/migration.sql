-- Rows that were left out or taken in together are an edit too. Its `cells` are the lines that changed, as runs of
-- following ones: first, count, first, count.
ALTER TABLE import_edits DROP CONSTRAINT import_edits_kind_check,
  ADD CONSTRAINT import_edits_kind_check CHECK (kind IN
    ('cells', 'offers', 'country', 'trim', 'swap', 'username', 'replace', 'leftOut', 'takenIn'));

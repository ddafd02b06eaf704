-- Spreadsheets: what kind of file an import was, the sheets with rows in it, and the one that people are read from.

ALTER TABLE imports
  ADD COLUMN format text CHECK (format IN ('xlsx', 'xls', 'ods', 'html', 'xml')),
  ADD COLUMN sheet text,
  ADD COLUMN sheets text[] NOT NULL DEFAULT '{}';

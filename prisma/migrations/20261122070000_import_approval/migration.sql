-- Somebody who prepares an import hands it in; somebody who may import carries it out, or returns it with a word.
ALTER TABLE imports
  ADD COLUMN handed_in_at timestamptz(3),
  ADD COLUMN handed_in_by jsonb,
  ADD COLUMN handed_in_word text,
  ADD COLUMN returned_at timestamptz(3),
  ADD COLUMN returned_by jsonb,
  ADD COLUMN returned_word text;
CREATE INDEX imports_waiting ON imports (organization_id, handed_in_at) WHERE handed_in_at IS NOT NULL AND state = 'review';

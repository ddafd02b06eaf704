-- Which import made an extension: taking that import back takes it away.
ALTER TABLE extensions ADD COLUMN import_id uuid;
COMMENT ON COLUMN extensions.import_id IS 'The import that made it, if one did; none where it was there and an import only gave it to somebody.';

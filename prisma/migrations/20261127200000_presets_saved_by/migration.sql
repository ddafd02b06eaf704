-- A preset can give rights: whoever takes it is told who put them there.
ALTER TABLE import_presets ADD COLUMN saved_by jsonb;

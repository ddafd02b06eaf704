-- The list of the people whom an import has created, in the list's own order.
CREATE INDEX users_import ON users (organization_id, import_id, sort_name, id)
  WHERE removed_at IS NULL AND import_id IS NOT NULL;

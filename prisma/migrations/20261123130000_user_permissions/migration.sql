-- Permissions given to a person one at a time, beside role, profile and groups. `given_by` is who gave it, as events
-- keep people; `mirror_of` is the person from whom it was taken over.
CREATE TABLE user_permissions (
  organization_id uuid NOT NULL,
  user_id uuid NOT NULL,
  permission text NOT NULL,
  given_at timestamptz(3) NOT NULL DEFAULT now(),
  given_by jsonb NOT NULL,
  mirror_of uuid,
  PRIMARY KEY (organization_id, user_id, permission),
  FOREIGN KEY (organization_id, user_id) REFERENCES users (organization_id, id) ON DELETE CASCADE
);
ALTER TABLE user_permissions ENABLE ROW LEVEL SECURITY;
ALTER TABLE user_permissions FORCE ROW LEVEL SECURITY;
CREATE POLICY tenant ON user_permissions USING (organization_id = current_organization())
  WITH CHECK (organization_id = current_organization());
GRANT SELECT, INSERT, UPDATE, DELETE ON user_permissions TO rollcall_application;

ALTER TABLE group_members ADD COLUMN mirror_of uuid;
COMMENT ON COLUMN group_members.mirror_of IS 'The person from whom the membership was taken over.';
COMMENT ON COLUMN users.extra_permissions IS
  'What a person''s groups and the permissions given to them alone come to: sorted, each once.';

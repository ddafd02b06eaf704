-- What an organization asks of passwords, how long its invitations are good, passwords that somebody else chose, and
-- whom a person means who has forgotten theirs.

ALTER TABLE organizations
  ADD COLUMN password_length_min integer NOT NULL DEFAULT 15 CHECK (password_length_min BETWEEN 15 AND 64),
  ADD COLUMN invitation_days integer NOT NULL DEFAULT 7 CHECK (invitation_days BETWEEN 1 AND 90);
GRANT UPDATE (password_length_min, invitation_days) ON organizations TO rollcall_application;

-- When a password that somebody else chose was used: it works once.
ALTER TABLE passwords ADD COLUMN used_at timestamptz(3);

-- Whoever's password has been changed is told so.
ALTER TABLE messages
  DROP CONSTRAINT messages_kind_check,
  ADD CONSTRAINT messages_kind_check
    CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset', 'passwordChanged', 'own', 'test'));
ALTER TABLE message_templates
  DROP CONSTRAINT message_templates_kind_check,
  ADD CONSTRAINT message_templates_kind_check
    CHECK (kind IN ('invitation', 'welcomeQr', 'loginDetails', 'reset', 'passwordChanged', 'own'));

-- The accounts that have an access email, in whichever organizations: one look into each one's index.
GRANT SELECT (access_email) ON users TO rollcall_lookup;
CREATE FUNCTION accounts_of_email(email text) RETURNS TABLE (organization_id uuid, user_id uuid)
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT o.id, u.id FROM public.organizations o
  CROSS JOIN LATERAL (
    SELECT id FROM public.users
    WHERE users.organization_id = o.id AND users.access_email = email AND users.removed_at IS NULL
    ORDER BY id LIMIT 10) u
  WHERE o.suspended_at IS NULL ORDER BY u.id LIMIT 10
$$;

GRANT CREATE ON SCHEMA public TO rollcall_lookup;
ALTER FUNCTION accounts_of_email(text) OWNER TO rollcall_lookup;
REVOKE ALL ON FUNCTION accounts_of_email(text) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION accounts_of_email(text) TO rollcall_application;
REVOKE CREATE ON SCHEMA public FROM rollcall_lookup;

-- Where a file's passwords are to be e-mailed, they are needed after they have been hashed, until their import is carried
-- out: as long as the file itself is kept, sealed with the same key.
DROP INDEX import_secrets_sealed;
ALTER TABLE import_secrets
  DROP CONSTRAINT import_secrets_check,
  ADD CONSTRAINT import_secrets_check CHECK (sealed IS NOT NULL OR hash IS NOT NULL);
CREATE INDEX import_secrets_waiting ON import_secrets (organization_id, import_id, line) WHERE hash IS NULL;

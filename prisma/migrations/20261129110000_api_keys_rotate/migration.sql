-- A key that takes another one's place, from where a key was last used, and whether its end was told of.
ALTER TABLE api_keys
  ADD COLUMN replaces_id uuid,
  ADD COLUMN last_used_from text,
  ADD COLUMN warned_at timestamptz(3),
  ADD CONSTRAINT api_keys_organization_id_replaces_id_key UNIQUE (organization_id, replaces_id),
  ADD FOREIGN KEY (organization_id, replaces_id) REFERENCES api_keys (organization_id, id);
COMMENT ON COLUMN api_keys.replaces_id IS 'The key in whose place it was made, which holds for some time beside it.';
CREATE INDEX api_keys_to_warn_of ON api_keys (expires_at) WHERE revoked_at IS NULL AND warned_at IS NULL;

-- Whose keys end soon without anybody having been told.
GRANT SELECT (expires_at, revoked_at, warned_at) ON api_keys TO rollcall_lookup;
CREATE FUNCTION organizations_with_keys_ending() RETURNS SETOF uuid
LANGUAGE sql STABLE SECURITY DEFINER SET search_path = ''
AS $$
  SELECT organization_id FROM public.api_keys
  WHERE revoked_at IS NULL AND warned_at IS NULL AND expires_at > now() AND expires_at <= now() + interval '14 days'
  GROUP BY 1
$$;
DO $$
BEGIN
  EXECUTE 'GRANT CREATE ON SCHEMA public TO rollcall_lookup';
  EXECUTE 'ALTER FUNCTION organizations_with_keys_ending() OWNER TO rollcall_lookup';
  EXECUTE 'REVOKE ALL ON FUNCTION organizations_with_keys_ending() FROM PUBLIC';
  EXECUTE 'GRANT EXECUTE ON FUNCTION organizations_with_keys_ending() TO rollcall_application';
  EXECUTE 'REVOKE CREATE ON SCHEMA public FROM rollcall_lookup';
END $$;

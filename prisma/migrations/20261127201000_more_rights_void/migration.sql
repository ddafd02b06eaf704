-- Whoever knows a link, a PIN or a password with which somebody else is to open their account opens with it whatever that
-- person holds by then. What was issued before is therefore void once its person comes to hold more, by whatever way:
-- whatever gives rights beyond role and profile ends in `write_held`.

-- Those whom it can concern, who are few where most are active: nobody else's rights cost more than a look here.
CREATE INDEX users_not_activated ON users (organization_id, id) WHERE activated_at IS NULL;
CREATE INDEX passwords_to_change ON passwords (organization_id, user_id) WHERE must_change;

-- Makes void what people were given before they hold what they are about to: each a list with spaces. Who does it stands
-- in app.by, as an event has it; without that it is the product. How many were made void in the transaction is in app.voided.
CREATE FUNCTION void_for_gains(organization uuid, people uuid[], held text[]) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
  acting jsonb := coalesce(nullif(current_setting('app.by', true), ''), '{"actorKind": "system", "actorName": "Rollcall"}')::jsonb;
  gaining uuid[];
  voided uuid[];
BEGIN
  -- People before what they were given. Whoever activates meanwhile has done it, or finds it void.
  gaining := array(
    WITH now_has AS MATERIALIZED (
      SELECT each.id, each.permissions FROM unnest(people, held) AS each(id, permissions)),
    waiting AS MATERIALIZED (
      SELECT u.id FROM now_has JOIN public.users u ON u.organization_id = organization AND u.id = now_has.id
      WHERE u.activated_at IS NULL
      UNION SELECT p.user_id FROM now_has JOIN public.passwords p ON p.organization_id = organization
        AND p.user_id = now_has.id WHERE p.must_change)
    SELECT now_has.id FROM waiting JOIN now_has ON now_has.id = waiting.id
    LEFT JOIN public.held_permissions h ON h.organization_id = organization AND h.user_id = now_has.id
    WHERE NOT coalesce(string_to_array(now_has.permissions, ' '), '{}') <@ coalesce(h.permissions, '{}'));
  IF gaining = '{}' THEN RETURN; END IF;
  PERFORM FROM public.users u WHERE u.organization_id = organization AND u.id = ANY(gaining)
    ORDER BY u.id FOR NO KEY UPDATE;
  gaining := array(
    SELECT u.id FROM public.users u WHERE u.organization_id = organization AND u.id = ANY(gaining)
      AND (u.activated_at IS NULL OR EXISTS (SELECT FROM public.passwords p
        WHERE p.organization_id = u.organization_id AND p.user_id = u.id AND p.must_change)));
  WITH revoked AS (
    UPDATE public.credentials c SET revoked_at = now()
    WHERE c.organization_id = organization AND c.user_id = ANY(gaining)
      AND c.used_at IS NULL AND c.revoked_at IS NULL AND c.expires_at > now()
    RETURNING c.user_id),
  pins_ended AS (
    UPDATE public.pins p SET revoked_at = now(), revoked_because = 'changed'
    WHERE p.organization_id = organization AND p.user_id = ANY(gaining) AND p.revoked_at IS NULL
    RETURNING p.user_id, p.uses_left > 0 AND p.expires_at > now() AS was_open),
  passwords_ended AS (
    DELETE FROM public.passwords p
    WHERE p.organization_id = organization AND p.user_id = ANY(gaining) AND p.must_change AND p.used_at IS NULL
    RETURNING p.user_id),
  -- One that was used stands, as used up: whoever has come in by it is out again before they have chosen their own.
  come_in AS (
    SELECT p.user_id FROM public.passwords p
    WHERE p.organization_id = organization AND p.user_id = ANY(gaining) AND p.must_change AND p.used_at IS NOT NULL),
  sessions_ended AS (
    UPDATE public.sessions s SET ended_at = now() FROM come_in
    WHERE s.organization_id = organization AND s.user_id = come_in.user_id AND s.ended_at IS NULL
    RETURNING s.user_id),
  sign_ins_ended AS (
    UPDATE public.pending_sign_ins s SET ended_at = now() FROM come_in
    WHERE s.organization_id = organization AND s.user_id = come_in.user_id AND s.ended_at IS NULL
    RETURNING s.user_id),
  ended AS MATERIALIZED (
    SELECT DISTINCT user_id, 'credential.revoked' AS action FROM revoked
    UNION ALL SELECT user_id, 'pin.revoked' FROM pins_ended WHERE was_open
    UNION ALL SELECT user_id, 'user.passwordVoided' FROM passwords_ended
    UNION ALL (SELECT user_id, 'user.passwordVoided' FROM sessions_ended
      UNION SELECT user_id, 'user.passwordVoided' FROM sign_ins_ended)),
  events AS (
    INSERT INTO public.audit_events (organization_id, id, action, actor_kind, actor_organization_id, actor_user_id,
      actor_name, subject_type, subject_id, subject_name, changes, ip)
    SELECT organization, public.uuid7(), ended.action, acting->>'actorKind', (acting->>'actorOrganizationId')::uuid,
      (acting->>'actorUserId')::uuid, acting->>'actorName', 'user', u.id, u.username,
      '{"after": {"reason": "more rights"}}', acting->>'ip'
    FROM ended JOIN public.users u ON u.organization_id = organization AND u.id = ended.user_id)
  SELECT array_agg(DISTINCT user_id) INTO voided FROM ended;
  IF voided IS NULL THEN RETURN; END IF;
  UPDATE public.users u SET credential_expires_at = NULL
  WHERE u.organization_id = organization AND u.id = ANY(voided) AND u.credential_expires_at > now();
  PERFORM set_config('app.voided', (coalesce(nullif(current_setting('app.voided', true), ''), '0')::bigint
    + cardinality(voided))::text, true);
END $$;

-- The same as before, after what was given with less is void.
CREATE OR REPLACE FUNCTION write_held(organization uuid, people uuid[], held text[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE changed bigint;
BEGIN
  PERFORM public.void_for_gains(organization, people, held);
  WITH now_has AS MATERIALIZED (
    SELECT each.id, string_to_array(each.permissions, ' ') AS permissions FROM unnest(people, held) AS each(id, permissions)),
  gone AS (
    DELETE FROM public.held_permissions h USING now_has
    WHERE h.organization_id = organization AND h.user_id = now_has.id AND coalesce(now_has.permissions, '{}') = '{}'
    RETURNING 1),
  written AS (
    INSERT INTO public.held_permissions AS h (organization_id, user_id, permissions)
    SELECT organization, now_has.id, now_has.permissions FROM now_has WHERE now_has.permissions <> '{}' ORDER BY now_has.id
    ON CONFLICT (organization_id, user_id) DO UPDATE SET permissions = excluded.permissions
    WHERE h.permissions <> excluded.permissions
    RETURNING 1)
  SELECT (SELECT count(*) FROM gone) + (SELECT count(*) FROM written) INTO changed;
  RETURN changed;
END $$;

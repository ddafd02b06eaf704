-- Groups by rule: who is in them follows from what is said of people. `rule` is null for a group whose people are chosen;
-- `rule_by` is who made it what it is, as events keep people, and `rule_at` when.
ALTER TABLE groups
  ADD COLUMN rule jsonb CHECK (jsonb_typeof(rule->'conditions') = 'array' AND rule->>'match' IN ('all', 'any')),
  ADD COLUMN rule_by jsonb,
  ADD COLUMN rule_at timestamptz(3),
  ADD CHECK ((rule IS NULL) = (rule_by IS NULL) AND (rule IS NULL) = (rule_at IS NULL));
CREATE INDEX groups_ruled ON groups (organization_id) WHERE rule IS NOT NULL;
-- Nobody put these people in: the rule did.
ALTER TABLE group_members ADD COLUMN by_rule boolean NOT NULL DEFAULT false;

-- What people's groups and the permissions given to them alone come to, onto their rows. The rows are locked first: what
-- somebody else gives them at the same moment is seen by the statement that follows.
CREATE FUNCTION refresh_rights(organization uuid, people uuid[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE changed bigint;
BEGIN
  PERFORM FROM public.users u WHERE u.organization_id = organization AND u.id = ANY(people)
    ORDER BY u.id FOR NO KEY UPDATE;
  WITH meant AS MATERIALIZED (SELECT DISTINCT id FROM unnest(people) AS asked(id)),
  come_to AS (
    SELECT meant.id, coalesce(array_agg(DISTINCT given.permission ORDER BY given.permission)
      FILTER (WHERE given.permission IS NOT NULL), '{}') AS permissions
    FROM meant
    LEFT JOIN LATERAL (
      SELECT unnest(g.permissions) AS permission FROM public.group_members m
      JOIN public.groups g ON g.organization_id = m.organization_id AND g.id = m.group_id
      WHERE m.organization_id = organization AND m.user_id = meant.id
      UNION ALL
      SELECT p.permission FROM public.user_permissions p
      WHERE p.organization_id = organization AND p.user_id = meant.id) AS given ON true
    GROUP BY meant.id)
  UPDATE public.users SET extra_permissions = come_to.permissions FROM come_to
  WHERE users.organization_id = organization AND users.id = come_to.id
    AND users.extra_permissions <> come_to.permissions;
  GET DIAGNOSTICS changed = ROW_COUNT;
  RETURN changed;
END $$;

CREATE FUNCTION rule_number(value text) RETURNS numeric LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE WHEN value ~ '^-?[0-9]{1,100}(\.[0-9]{1,100})?$' THEN value::numeric END $$;

-- Whom some rules mean among some people. Texts are compared as a search compares them, without accents and capitals;
-- what is not said of somebody counts as an empty text. A test that there is not is met by nobody.
-- `rules` has each rule by the id of its group.
CREATE FUNCTION people_by_rules(organization uuid, rules jsonb, people uuid[])
RETURNS TABLE (group_id uuid, user_id uuid) LANGUAGE sql STABLE AS $$
  WITH asked AS MATERIALIZED (
    SELECT rule.key::uuid AS group_id, rule.value->>'match' = 'all' AS all_of, condition->>'field' AS field,
      condition->>'is' AS test, public.fold(coalesce(condition->>'value', '')) AS value
    FROM jsonb_each(rules) AS rule CROSS JOIN LATERAL jsonb_array_elements(rule.value->'conditions') AS condition),
  said AS MATERIALIZED (
    SELECT u.id, fields.field, public.fold(coalesce(CASE fields.field
        WHEN 'firstName' THEN u.first_name
        WHEN 'lastName' THEN u.last_name
        WHEN 'company' THEN u.company
        WHEN 'customerCode' THEN u.customer_code
        WHEN 'username' THEN u.username
        WHEN 'domain' THEN split_part(u.username, '@', 2)
        WHEN 'accessEmail' THEN u.access_email
        WHEN 'emailDomain' THEN split_part(u.access_email, '@', 2)
        WHEN 'mobilePhone' THEN u.mobile_phone
        WHEN 'businessPhone' THEN u.business_phone
        WHEN 'role' THEN u.role
        WHEN 'accessProfile' THEN u.access_profile
        WHEN 'createdAt' THEN to_char(u.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')
        ELSE u.properties->>substr(fields.field, length('property:') + 1)
      END, '')) AS value
    FROM unnest(people) AS meant(id)
    JOIN public.users u ON u.organization_id = organization AND u.id = meant.id AND u.removed_at IS NULL
    CROSS JOIN (SELECT DISTINCT field FROM asked) AS fields),
  judged AS (
    SELECT asked.group_id, asked.all_of, said.id, CASE
        WHEN asked.test = 'isEmpty' THEN said.value = ''
        WHEN asked.test = 'isNotEmpty' THEN said.value <> ''
        WHEN asked.value = '' THEN false
        WHEN asked.test = 'is' THEN said.value = asked.value
        WHEN asked.test = 'isNot' THEN said.value <> asked.value
        WHEN asked.test = 'contains' THEN strpos(said.value, asked.value) > 0
        WHEN asked.test = 'containsNot' THEN strpos(said.value, asked.value) = 0
        WHEN asked.test = 'beginsWith' THEN starts_with(said.value, asked.value)
        WHEN asked.test = 'endsWith' THEN right(said.value, length(asked.value)) = asked.value
        WHEN asked.test = 'atLeast' THEN public.rule_number(said.value) >= public.rule_number(asked.value)
        WHEN asked.test = 'atMost' THEN public.rule_number(said.value) <= public.rule_number(asked.value)
        WHEN asked.test = 'from' THEN said.value COLLATE "C" >= asked.value AND said.value <> ''
        WHEN asked.test = 'until' THEN said.value COLLATE "C" <= asked.value AND said.value <> ''
      END IS TRUE AS is_met
    FROM asked JOIN said ON said.field = asked.field)
  SELECT judged.group_id, judged.id FROM judged GROUP BY judged.group_id, judged.id, judged.all_of
  HAVING CASE WHEN judged.all_of THEN bool_and(judged.is_met) ELSE bool_or(judged.is_met) END
$$;

-- Brings groups by rule to what their rules mean for some people, and those people's rights with them. Whoever comes into a
-- group gets what it gives, so nobody makes that happen who lacks any of it: `app.lacks` says what whoever acts lacks
-- ('-' for nothing), and where nobody said it, no right is given.
CREATE FUNCTION follow_rules(organization uuid, only_group uuid, people uuid[],
  OUT came bigint, OUT went bigint, OUT changed bigint) LANGUAGE plpgsql AS $$
DECLARE
  rules jsonb;
  lacks text := coalesce(current_setting('app.lacks', true), '');
  entered jsonb;
  moved uuid[];
  barred jsonb;
BEGIN
  came := 0; went := 0; changed := 0;
  SELECT jsonb_object_agg(g.id, g.rule) INTO rules FROM public.groups g
  WHERE g.organization_id = organization AND g.rule IS NOT NULL AND (only_group IS NULL OR g.id = only_group);
  IF rules IS NULL THEN RETURN; END IF;
  WITH meant AS MATERIALIZED (
    SELECT found.group_id, found.user_id FROM public.people_by_rules(organization, rules, people) AS found),
  gone AS (
    DELETE FROM public.group_members m
    USING unnest(people) AS asked(id) CROSS JOIN jsonb_object_keys(rules) AS ruled(id)
    WHERE m.organization_id = organization AND m.group_id = ruled.id::uuid AND m.user_id = asked.id
      AND NOT EXISTS (SELECT FROM meant WHERE meant.group_id = m.group_id AND meant.user_id = m.user_id)
    RETURNING m.user_id),
  come AS (
    INSERT INTO public.group_members (organization_id, group_id, user_id, added_by, by_rule)
    SELECT organization, meant.group_id, meant.user_id, '{}', true FROM meant
    WHERE NOT EXISTS (SELECT FROM public.group_members m WHERE m.organization_id = organization
      AND m.group_id = meant.group_id AND m.user_id = meant.user_id)
    RETURNING group_id, user_id)
  SELECT (SELECT count(*) FROM come), (SELECT count(*) FROM gone), 
    (SELECT jsonb_object_agg(joined.group_id, joined.people) FROM (
      SELECT come.group_id, (array_agg(come.user_id ORDER BY come.user_id))[:3] AS people FROM come GROUP BY 1) AS joined),
    array(SELECT gone.user_id FROM gone UNION SELECT come.user_id FROM come)
  INTO came, went, entered, moved;
  -- Whom it is about is said of the first few.
  SELECT jsonb_agg(jsonb_build_object('group', g.name, 'people', (
      SELECT jsonb_agg(u.first_name || ' ' || u.last_name ORDER BY u.id) FROM public.users u
      WHERE u.organization_id = organization
        AND u.id IN (SELECT id::uuid FROM jsonb_array_elements_text(entered->(g.id::text)) AS named(id))))
    ORDER BY lower(g.name)) INTO barred
  FROM public.groups g
  WHERE g.organization_id = organization AND entered ? g.id::text
    AND CASE lacks WHEN '' THEN g.permissions <> '{}' WHEN '-' THEN false
      ELSE g.permissions && string_to_array(lacks, ' ') END;
  IF barred IS NOT NULL THEN
    RAISE EXCEPTION USING ERRCODE = 'RC001', DETAIL = barred::text,
      MESSAGE = 'By a rule somebody would get rights that whoever acts does not hold.';
  END IF;
  IF moved <> '{}' THEN changed := public.refresh_rights(organization, moved); END IF;
END $$;

-- Whatever is said of people, by whichever way, takes them into groups by rule and out of them in the same transaction.
-- A rule changes alone: whoever writes what rules ask holds this lock with others, whoever changes a rule by themselves.
-- It is taken before any row is locked, so that the two never wait for each other.
CREATE FUNCTION users_await_rules() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_advisory_xact_lock_shared(hashtextextended('rules ' || public.current_organization(), 0));
  RETURN NULL;
END $$;
CREATE FUNCTION users_follow_rules_inserted() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE organization uuid;
BEGIN
  FOR organization IN SELECT DISTINCT organization_id FROM inserted LOOP
    IF EXISTS (SELECT FROM public.groups g WHERE g.organization_id = organization AND g.rule IS NOT NULL) THEN
      PERFORM public.follow_rules(organization, NULL, array(SELECT i.id FROM inserted i WHERE i.organization_id = organization));
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE FUNCTION users_follow_rules_updated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  organization uuid;
  people uuid[];
BEGIN
  FOR organization IN SELECT DISTINCT organization_id FROM after LOOP
    IF EXISTS (SELECT FROM public.groups g WHERE g.organization_id = organization AND g.rule IS NOT NULL) THEN
      people := array(
        SELECT a.id FROM after a JOIN before b ON b.organization_id = a.organization_id AND b.id = a.id
        WHERE a.organization_id = organization AND (
          a.first_name, a.last_name, a.company, a.customer_code, a.username, a.access_email, a.mobile_phone,
          a.business_phone, a.role, a.access_profile, a.created_at, a.properties, a.removed_at)
          IS DISTINCT FROM (
          b.first_name, b.last_name, b.company, b.customer_code, b.username, b.access_email, b.mobile_phone,
          b.business_phone, b.role, b.access_profile, b.created_at, b.properties, b.removed_at));
      IF people <> '{}' THEN PERFORM public.follow_rules(organization, NULL, people); END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
CREATE TRIGGER users_await_rules BEFORE INSERT OR UPDATE OF first_name, last_name, company, customer_code, username,
  access_email, mobile_phone, business_phone, role, access_profile, created_at, properties, removed_at ON users
  FOR EACH STATEMENT EXECUTE FUNCTION users_await_rules();
CREATE TRIGGER users_follow_rules_inserted AFTER INSERT ON users REFERENCING NEW TABLE AS inserted
  FOR EACH STATEMENT EXECUTE FUNCTION users_follow_rules_inserted();
CREATE TRIGGER users_follow_rules_updated AFTER UPDATE ON users REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION users_follow_rules_updated();

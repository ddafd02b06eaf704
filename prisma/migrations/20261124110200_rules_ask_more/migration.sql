-- As before, and of the other email, the UDID, and the day on which access ends, which forms write as a day as well.
CREATE OR REPLACE FUNCTION people_by_rules(organization uuid, rules jsonb, people uuid[])
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
        WHEN 'otherEmail' THEN u.other_email
        WHEN 'mobilePhone' THEN u.mobile_phone
        WHEN 'businessPhone' THEN u.business_phone
        WHEN 'udid' THEN u.udid
        WHEN 'accessEndsAt' THEN to_char(u.access_ends_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')
        WHEN 'role' THEN u.role
        WHEN 'accessProfile' THEN u.access_profile
        WHEN 'createdAt' THEN to_char(u.created_at AT TIME ZONE 'UTC', 'YYYY-MM-DD')
        ELSE u.properties->>substr(fields.field, length('property:') + 1)
      END, '')) AS value
    FROM unnest(people) AS meant(id)
    JOIN public.users u ON u.organization_id = organization AND u.id = meant.id AND u.removed_at IS NULL
    CROSS JOIN (SELECT DISTINCT field FROM asked) AS fields),
  judged AS (
    SELECT asked.group_id, asked.all_of, said.id, public.rule_met(asked.test, said.value, asked.value) AS is_met
    FROM asked JOIN said ON said.field = asked.field)
  SELECT judged.group_id, judged.id FROM judged GROUP BY judged.group_id, judged.id, judged.all_of
  HAVING CASE WHEN judged.all_of THEN bool_and(judged.is_met) ELSE bool_or(judged.is_met) END
$$;

CREATE OR REPLACE FUNCTION users_follow_rules_updated() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
  organization uuid;
  people uuid[];
BEGIN
  FOR organization IN SELECT DISTINCT organization_id FROM after LOOP
    IF EXISTS (SELECT FROM public.groups g WHERE g.organization_id = organization AND g.rule IS NOT NULL) THEN
      people := array(
        SELECT a.id FROM after a JOIN before b ON b.organization_id = a.organization_id AND b.id = a.id
        WHERE a.organization_id = organization AND (
          a.first_name, a.last_name, a.company, a.customer_code, a.username, a.access_email, a.other_email,
          a.mobile_phone, a.business_phone, a.udid, a.access_ends_at, a.role, a.access_profile, a.created_at, a.properties, a.removed_at)
          IS DISTINCT FROM (
          b.first_name, b.last_name, b.company, b.customer_code, b.username, b.access_email, b.other_email,
          b.mobile_phone, b.business_phone, b.udid, b.access_ends_at, b.role, b.access_profile, b.created_at, b.properties, b.removed_at));
      IF people <> '{}' THEN PERFORM public.follow_rules(organization, NULL, people); END IF;
    END IF;
  END LOOP;
  RETURN NULL;
END $$;

DROP TRIGGER users_await_rules ON users;
CREATE TRIGGER users_await_rules BEFORE INSERT OR UPDATE OF first_name, last_name, company, customer_code, username,
  access_email, other_email, mobile_phone, business_phone, udid, access_ends_at, role, access_profile, created_at, properties, removed_at ON users
  FOR EACH STATEMENT EXECUTE FUNCTION users_await_rules();

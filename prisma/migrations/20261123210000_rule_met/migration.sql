-- Whether what is said of somebody meets one condition of a rule, both as a search compares them; apart, because it is asked
-- of people as they would be, too, before anything is written of them. It is taken into whatever statement asks it.
CREATE FUNCTION rule_met(test text, said text, value text) RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$ SELECT CASE
  WHEN test = 'isEmpty' THEN said = ''
  WHEN test = 'isNotEmpty' THEN said <> ''
  WHEN value = '' THEN false
  WHEN test = 'is' THEN said = value
  WHEN test = 'isNot' THEN said <> value
  WHEN test = 'contains' THEN strpos(said, value) > 0
  WHEN test = 'containsNot' THEN strpos(said, value) = 0
  WHEN test = 'beginsWith' THEN starts_with(said, value)
  WHEN test = 'endsWith' THEN right(said, length(value)) = value
  WHEN test = 'atLeast' THEN public.rule_number(said) >= public.rule_number(value)
  WHEN test = 'atMost' THEN public.rule_number(said) <= public.rule_number(value)
  WHEN test = 'from' THEN said COLLATE "C" >= value AND said <> ''
  WHEN test = 'until' THEN said COLLATE "C" <= value AND said <> ''
END IS TRUE $$;

-- As before, by that.
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
    SELECT asked.group_id, asked.all_of, said.id, public.rule_met(asked.test, said.value, asked.value) AS is_met
    FROM asked JOIN said ON said.field = asked.field)
  SELECT judged.group_id, judged.id FROM judged GROUP BY judged.group_id, judged.id, judged.all_of
  HAVING CASE WHEN judged.all_of THEN bool_and(judged.is_met) ELSE bool_or(judged.is_met) END
$$;

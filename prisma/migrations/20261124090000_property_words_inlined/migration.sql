-- Each written row of an import asks these. Postgres inlines a function that has no query of its own, so where no field is
-- a property, a row costs no call; the rest keeps its plan from row to row.
CREATE FUNCTION set_properties(kept jsonb, fields jsonb) RETURNS jsonb LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE
AS $$
BEGIN
  RETURN jsonb_strip_nulls(kept || (
    SELECT coalesce(jsonb_object_agg(substr(key, 10), nullif(value, '')), '{}')
    FROM jsonb_each_text(fields) WHERE starts_with(key, 'property.')));
END $$;

CREATE OR REPLACE FUNCTION with_properties(kept jsonb, fields jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN fields::text LIKE '%"property.%' THEN public.set_properties(kept, fields) ELSE kept END
$$;

CREATE FUNCTION tell_properties(organization uuid, fields jsonb) RETURNS jsonb LANGUAGE plpgsql STABLE
AS $$
BEGIN
  RETURN (
    SELECT jsonb_object_agg(coalesce('property.' || p.name, f.key), CASE
      WHEN f.value IN ('null', '""') THEN f.value
      WHEN p.type = 'yesNo' THEN CASE f.value #>> '{}' WHEN 'true' THEN '"Yes"'::jsonb ELSE '"No"' END
      WHEN p.type = 'person' THEN coalesce((SELECT to_jsonb(u.first_name || ' ' || u.last_name) FROM public.users u
        WHERE u.organization_id = organization AND u.id = (f.value #>> '{}')::uuid), f.value)
      ELSE f.value END)
    FROM jsonb_each(fields) f
    LEFT JOIN public.properties p ON p.organization_id = organization AND 'property.' || p.id = f.key);
END $$;

CREATE OR REPLACE FUNCTION property_words(organization uuid, fields jsonb) RETURNS jsonb LANGUAGE sql STABLE
AS $$
  SELECT CASE WHEN fields::text LIKE '%"property.%' THEN public.tell_properties(organization, fields) ELSE fields END
$$;

-- An import's rows have properties among their fields, as `property.<id>`. What a person's values become by some fields:
-- a blank one, or none, takes a value away.
CREATE FUNCTION with_properties(kept jsonb, fields jsonb) RETURNS jsonb LANGUAGE sql IMMUTABLE PARALLEL SAFE
AS $$
  SELECT CASE WHEN fields::text LIKE '%"property.%' THEN jsonb_strip_nulls(kept || (
    SELECT coalesce(jsonb_object_agg(substr(key, 10), nullif(value, '')), '{}')
    FROM jsonb_each_text(fields) WHERE starts_with(key, 'property.'))) ELSE kept END
$$;

-- The same fields as an event tells them: by the property's name, with people by theirs.
CREATE FUNCTION property_words(organization uuid, fields jsonb) RETURNS jsonb LANGUAGE sql STABLE
AS $$
  SELECT CASE WHEN fields::text LIKE '%"property.%' THEN (
    SELECT jsonb_object_agg(coalesce('property.' || p.name, f.key), CASE
      WHEN f.value IN ('null', '""') THEN f.value
      WHEN p.type = 'yesNo' THEN CASE f.value #>> '{}' WHEN 'true' THEN '"Yes"'::jsonb ELSE '"No"' END
      WHEN p.type = 'person' THEN coalesce((SELECT to_jsonb(u.first_name || ' ' || u.last_name) FROM public.users u
        WHERE u.organization_id = organization AND u.id = (f.value #>> '{}')::uuid), f.value)
      ELSE f.value END)
    FROM jsonb_each(fields) f
    LEFT JOIN public.properties p ON p.organization_id = organization AND 'property.' || p.id = f.key)
  ELSE fields END
$$;

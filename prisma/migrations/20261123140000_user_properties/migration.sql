-- What an organization keeps of its people beyond the fields that everybody has: the property's id to the value as a
-- canonical text (numbers without grouping, dates as ISO 8601, yes and no as true and false, a person as their id).
ALTER TABLE users ADD COLUMN properties jsonb NOT NULL DEFAULT '{}' CHECK (jsonb_typeof(properties) = 'object');

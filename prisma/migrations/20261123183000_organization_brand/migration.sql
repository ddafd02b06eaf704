-- What an organization looks like: a colour, and a logo as the PNG that was written anew from the one that came.
ALTER TABLE organizations
  ADD COLUMN brand_color text CHECK (brand_color ~ '^#[0-9a-f]{6}$'),
  ADD COLUMN logo bytea CHECK (octet_length(logo) <= 49152),
  ADD COLUMN logo_version text,
  ADD CONSTRAINT organizations_logo CHECK ((logo IS NULL) = (logo_version IS NULL));
GRANT UPDATE (brand_color, logo, logo_version) ON organizations TO rollcall_application;

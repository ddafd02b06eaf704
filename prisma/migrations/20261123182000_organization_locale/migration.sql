-- How messages of an organization tell moments.
ALTER TABLE organizations
  ADD COLUMN time_zone text NOT NULL DEFAULT 'UTC',
  ADD COLUMN date_style text NOT NULL DEFAULT 'dayMonth' CHECK (date_style IN ('dayMonth', 'monthDay', 'iso'));
GRANT UPDATE (time_zone, date_style) ON organizations TO rollcall_application;

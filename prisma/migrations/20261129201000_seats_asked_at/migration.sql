-- When somebody was put on the waiting list whose turn came: what put them there can still be taken back.
ALTER TABLE seats ADD COLUMN asked_at timestamptz(3);
COMMENT ON COLUMN seats.asked_at IS 'Since when its holder had waited for it; null where they got it at once.';

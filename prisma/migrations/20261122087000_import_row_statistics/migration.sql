-- A large file's rows come faster than the server looks after its statistics, and a review that looks up a few of them
-- would go through all. The worker has them counted when they are staged (PostgreSQL 17 and later; before, it goes without).
DO $$
BEGIN
  IF current_setting('server_version_num')::int >= 170000 THEN
    EXECUTE 'GRANT MAINTAIN ON import_rows TO rollcall_application';
  END IF;
END
$$;

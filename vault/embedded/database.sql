-- Who may connect to a database of gettone's. Run as the superuser; may be run again.
REVOKE ALL ON DATABASE {database} FROM PUBLIC;
GRANT CONNECT ON DATABASE {database} TO gettone_migrator, gettone_app, gettone_log_reader;

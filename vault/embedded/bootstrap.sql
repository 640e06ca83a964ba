-- Run once, as the superuser, in one transaction with store/roles.sql, which makes the roles.
-- Each password comes as a SCRAM verifier, put in by vault.embedded.bootstrap.
ALTER ROLE gettone_migrator PASSWORD '{gettone_migrator}';
ALTER ROLE gettone_app PASSWORD '{gettone_app}';
ALTER ROLE gettone_log_reader PASSWORD '{gettone_log_reader}';
REVOKE ALL ON DATABASE postgres FROM PUBLIC;
REVOKE ALL ON DATABASE template1 FROM PUBLIC;

-- The roles of a Gettone database. An administrator (a superuser, or a role with CREATEROLE and the
-- right to create the database) runs this once before the first migration; the embedded server does
-- the same by itself. Passwords are set apart. Nothing here can bypass row-level security.

-- Owns every object. Nobody logs in as it.
CREATE ROLE gettone_owner NOLOGIN NOINHERIT;
-- Logs in to migrate, and acts as the owner only then.
CREATE ROLE gettone_migrator LOGIN NOINHERIT;
-- The running service.
CREATE ROLE gettone_app LOGIN NOINHERIT;
-- Owns the functions that append to the access log; holds INSERT on it and nothing more.
CREATE ROLE gettone_log_writer NOLOGIN NOINHERIT;
-- Reads the access log and nothing else.
CREATE ROLE gettone_log_reader LOGIN NOINHERIT;

GRANT gettone_owner TO gettone_migrator WITH INHERIT FALSE, SET TRUE;
-- So that a migration may give the log's functions to their owners.
GRANT gettone_log_writer, gettone_log_reader TO gettone_owner WITH INHERIT FALSE, SET TRUE;

-- Then: CREATE DATABASE gettone OWNER gettone_owner;
--       REVOKE ALL ON DATABASE gettone FROM PUBLIC;
--       GRANT CONNECT ON DATABASE gettone TO gettone_migrator, gettone_app, gettone_log_reader;

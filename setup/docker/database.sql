-- Run once by the PostgreSQL image: the role that Odoo uses owns its one database and nothing more.
-- It can neither create databases (a mistyped name would create one) nor read those of others.
\set ON_ERROR_STOP on
\set password `cat /run/secrets/db_password`
CREATE ROLE odoo LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE PASSWORD :'password';
CREATE DATABASE ipai OWNER odoo TEMPLATE template0 ENCODING 'UTF8' LC_COLLATE 'C';
REVOKE CONNECT ON DATABASE ipai FROM PUBLIC;

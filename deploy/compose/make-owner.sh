#!/bin/sh
# Run by the PostgreSQL image when it makes its cluster: the owner of the database, no superuser, and the way for a replica.
set -eu
psql --set=ON_ERROR_STOP=1 --username=postgres --set=password="$(cat /run/secrets/database-password)" <<'SQL'
create role counterfoil login replication createrole password :'password';
create database counterfoil owner counterfoil template template0 locale_provider builtin builtin_locale 'C.UTF-8' locale 'C' encoding 'UTF8';
SQL
echo 'host replication counterfoil samenet scram-sha-256' >> "$PGDATA/pg_hba.conf"

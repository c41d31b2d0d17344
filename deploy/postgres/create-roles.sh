#!/bin/sh
# Runs once, when the database is made: a role and a schema for each service, so that none can reach another's.
set -eu
create() {
  psql --set=ON_ERROR_STOP=1 --username="$POSTGRES_USER" --dbname="$POSTGRES_DB" \
    --set=role="selvbetjent_$1" --set=schema="$1" --set=password="$2" <<'SQL'
CREATE ROLE :"role" LOGIN PASSWORD :'password';
CREATE SCHEMA :"schema" AUTHORIZATION :"role";
SQL
}
create access "$ACCESS_PASSWORD"
create stations "$STATIONS_PASSWORD"
create dropoffs "$DROPOFFS_PASSWORD"
create tonnage "$TONNAGE_PASSWORD"
create portal "$PORTAL_PASSWORD"

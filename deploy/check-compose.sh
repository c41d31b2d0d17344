#!/bin/sh
# docker-compose.yml with deploy/env.example filled in: does Docker Compose take it, and refuse it unfilled? No engine needed.
set -eu
cd "$(dirname "$0")/.."
compose=$(command -v docker-compose) || {
  echo 'SKIPPED: there is no docker-compose on this machine, so docker-compose.yml was not checked.' >&2
  exit 0
}
filled=$(mktemp)
trap 'rm -f "$filled"' EXIT
sed -E 's|^([A-Z_]*(URL\|ISSUER))=$|\1=https://filled-in.example.no|; s|^([A-Z_]+)=$|\1=0123456789abcdef0123456789abcdef|' \
  deploy/env.example >"$filled"
"$compose" --env-file "$filled" config --quiet
if "$compose" --env-file deploy/env.example config --quiet 2>/dev/null; then
  echo 'docker-compose.yml is taken without any password' >&2
  exit 1
fi
echo 'docker-compose.yml is sound'

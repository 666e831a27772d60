#!/usr/bin/env bash
# A throwaway PostgreSQL + PostGIS cluster on a free loopback port, for tests and benchmarks.
#   scripts/test-cluster.sh start DIRECTORY   creates and starts it, prints its URL
#   scripts/test-cluster.sh stop  DIRECTORY   stops and removes it
# Exit code 3: no PostgreSQL server binaries with PostGIS on this machine.
set -euo pipefail
action=${1:?start or stop}
directory=${2:?a directory for the cluster}

bin=""
for candidate in "${PG_BIN:-}" /usr/lib/postgresql/*/bin /opt/homebrew/opt/postgresql@*/bin /usr/local/opt/postgresql@*/bin /usr/pgsql-*/bin; do
  if [ -n "$candidate" ] && [ -x "$candidate/initdb" ]; then
    control="$("$candidate/pg_config" --sharedir 2>/dev/null || true)/extension/postgis.control"
    if [ -f "$control" ] || [ -f "/usr/share/postgresql/$(basename "$(dirname "$candidate")")/extension/postgis.control" ]; then bin=$candidate; fi
  fi
done
[ -n "$bin" ] || { echo "No PostgreSQL server with PostGIS was found on this machine." >&2; exit 3; }

# PostgreSQL refuses to run as root: hand the cluster to the postgres account there.
as_owner() { if [ "$(id -u)" = 0 ]; then su postgres -s /bin/bash -c "$1"; else bash -c "$1"; fi; }

case $action in
  start)
    mkdir -p "$directory"
    [ "$(id -u)" = 0 ] && chown postgres "$directory"
    port=$(node -e 'const s=require("net").createServer();s.listen(0,"127.0.0.1",()=>{console.log(s.address().port);s.close()})')
    as_owner "'$bin/initdb' -D '$directory/cluster' -U postgres -A trust -E UTF8 --locale=C.UTF-8 --no-sync" >"$directory.log" 2>&1 \
      || { cat "$directory.log" >&2; exit 1; }
    as_owner "'$bin/pg_ctl' -D '$directory/cluster' -l '$directory/server.log' -w -o '-p $port -k $directory -c listen_addresses=127.0.0.1 -c fsync=off -c full_page_writes=off -c max_connections=60' start" >>"$directory.log" 2>&1 \
      || { cat "$directory.log" "$directory/server.log" >&2; exit 1; }
    echo "postgres://postgres@127.0.0.1:$port/postgres"
    ;;
  stop)
    as_owner "'$bin/pg_ctl' -D '$directory/cluster' -m immediate stop" >/dev/null 2>&1 || true
    rm -rf "$directory" "$directory.log"
    ;;
  *) echo "start or stop; saw $action" >&2; exit 64 ;;
esac

#!/bin/sh
# A streaming replica of the service `postgres`: copied at the first start, then always behind by what the line takes.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  mkdir -p "$PGDATA"
  chmod 0700 "$PGDATA"
  PGPASSWORD="$(cat /run/secrets/database-password)" pg_basebackup --host=postgres --username=counterfoil --pgdata="$PGDATA" \
    --write-recovery-conf --checkpoint=fast
fi
exec postgres -c hot_standby=on

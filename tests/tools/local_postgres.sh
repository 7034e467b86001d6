# A PostgreSQL of its own for `./dev run --store postgres` and for trying things out: unix socket only, never the
# system's cluster. Sourced by ./dev, which has say and die; runs in the folder of the checkout.
# shellcheck shell=bash

POSTGRES_SECONDS=60

# Not below the checkout, which the user postgres may be unable to reach; short, for it holds a socket.
postgres_folder() { echo "/var/tmp/pledge-postgres-$(id -u)-$(printf %s "$PWD" | cksum | cut -d ' ' -f 1)"; }

# The folder with the server's programs, of the newest version.
postgres_programs() {
  local folder found=
  for folder in /usr/lib/postgresql/*/bin; do [ ! -x "$folder/postgres" ] || found=$folder; done
  [ -n "$found" ] && echo "$found"
}

# The server refuses to run as root.
as_postgres() { if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }

# Starts the database, or makes it first. POSTGRES_TARGET is then what pledged takes behind "postgres:".
start_postgres() {
  local folder programs owner
  folder=$(postgres_folder)
  programs=$(postgres_programs) || die "$EXIT_PACKAGES" "the server of PostgreSQL is not installed"
  owner=$(as_postgres id -un)
  POSTGRES_TARGET="host=$folder user=pledge dbname=postgres"
  if [ ! -e "$folder" ]; then
    mkdir -m 700 "$folder"
    chown "$owner" "$folder"
  fi
  # Anybody may make folders there.
  [ -d "$folder" ] && [ ! -L "$folder" ] && [ "$(stat -c %U "$folder")" = "$owner" ] ||
    die 1 "$folder is not a folder of $owner"
  if ! as_postgres test -f "$folder/data/PG_VERSION"; then
    say "making a database in $folder"
    (cd / && as_postgres "$programs/initdb" -D "$folder/data" -U pledge -A trust -E UTF8) >build/log/postgres.log 2>&1 ||
      die 1 "no database could be made; the log is build/log/postgres.log"
  fi
  if (cd / && as_postgres "$programs/pg_ctl" -D "$folder/data" status) >/dev/null 2>&1; then return; fi
  (cd / && as_postgres "$programs/pg_ctl" -D "$folder/data" -w -t $POSTGRES_SECONDS -l "$folder/log" \
    -o "-k $folder -c listen_addresses=" start) >/dev/null 2>&1 </dev/null ||
    die 1 "the database did not start; its log is $folder/log"
  say "PostgreSQL listens on a socket in $folder"
}

# Stops the database if it runs, and keeps its data.
stop_postgres() {
  local folder programs
  folder=$(postgres_folder)
  [ -d "$folder/data" ] || as_postgres test -d "$folder/data" 2>/dev/null || return 0
  programs=$(postgres_programs) || return 0
  if (cd / && as_postgres "$programs/pg_ctl" -D "$folder/data" -m fast stop) >/dev/null 2>&1; then
    say "PostgreSQL stopped; its data stays in $folder"
  fi
}

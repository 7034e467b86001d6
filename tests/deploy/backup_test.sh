#!/usr/bin/env bash
# pledge-backup against a real server: it makes, checks and prunes backups, touches no others, and removes nothing after a
# failure. What it made can be restored and served.
# usage: backup_test.sh PLEDGE_BACKUP PLEDGED PLEDGECTL
set -euo pipefail
backup=$1 pledged=$2 pledgectl=$3
samples=$(dirname "$(readlink -f "$0")")/../samples
work=$(mktemp -d /tmp/pledge-backup-XXXXXX)
server=
stop() { if [ -n "$server" ]; then kill "$server" 2>/dev/null || true; wait "$server" 2>/dev/null || true; server=; fi; }
trap 'stop; rm -rf "$work"' EXIT
fail() { echo "$*" >&2; cat "$work/log" >&2; exit 1; }
PATH=$(dirname "$(readlink -f "$pledgectl")"):$PATH

start() {
  "$pledged" --store "rocksdb:$1" --listen "unix:$work/clients" --operator-listen "unix:$work/operator" \
    --backup-dir "$work/backups" --disk-reserve-mib 1 2>"$work/log" &
  server=$!
  for ((i = 0; i < 600; ++i)); do
    grep -q '"event":"ready"' "$work/log" && return
    sleep 0.1
  done
  fail "the server did not start"
}
# Names of backups of the program, oldest first.
automatic() { (cd "$work/backups" && ls -d auto-*z 2>/dev/null) || true; }

mkdir "$work/backups"
start "$work/store"
export PLEDGE_SERVER=unix:$work/operator
"$pledgectl" ingest "$samples/provincial-reply.txt" --collection letters --server "unix:$work/clients" -q >/dev/null

mkdir "$work/backups/monday" "$work/backups/auto-20000101t000000z" "$work/backups/auto-20000102t000000z" \
  "$work/backups/auto-20000103t000000z.part"
"$backup" "$work/backups" 2 >/dev/null
[ "$(automatic | wc -l)" = 2 ] || fail "kept $(automatic | tr '\n' ' ')"
[ -d "$work/backups/auto-20000102t000000z" ] || fail "the newer of the old ones is gone"
[ -d "$work/backups/monday" ] || fail "took a backup of another name"
[ ! -e "$work/backups/auto-20000103t000000z.part" ] || fail "left what a cut backup was"
made=$(automatic | tail -n 1)

# Refused words change nothing.
for keep in 0 -1 many; do
  if "$backup" "$work/backups" "$keep" >/dev/null 2>&1; then fail "took $keep for a number of backups"; fi
done

# A server that cannot be asked: nothing is removed.
stop
mkdir "$work/backups/auto-20000101t000000z"
if "$backup" "$work/backups" 1 >/dev/null 2>&1; then fail "succeeded without a server"; fi
[ "$(automatic | wc -l)" = 3 ] || fail "removed backups though it made none"

"$pledgectl" restore "$work/backups/$made" --to "$work/restored" >/dev/null
start "$work/restored"
"$pledgectl" commitments letters/provincial-reply --server "unix:$work/clients" >"$work/records"
[ -s "$work/records" ] || fail "the restored store has no records"
echo "backup made, checked, pruned and restored"

#!/usr/bin/env bash
# Prints the first session of README.md from the real programs, so that it can be put there again after a change.
# usage: session.sh [BUILD_FOLDER]      build/release when left out; a server is started for it and stopped
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
bin=${1:-build/release}/bin
scratch=$(mktemp -d)
"$bin/pledged" --listen "unix:$scratch/socket" --store "rocksdb:$scratch/store" >"$scratch/log" 2>&1 &
server=$!
trap 'kill $server 2>/dev/null; wait $server || true; rm -rf "$scratch"' EXIT
export PLEDGE_SERVER=unix:$scratch/socket
for _ in $(seq 100); do
  if [ -S "$scratch/socket" ]; then break; fi
  sleep 0.1
done

# show LINES COMMAND...: the command as one types it, and so many lines of what it prints
show() {
  local lines=$1 output
  shift
  printf '$ pledgectl %s\n' "$*"
  # A pattern among the words is for the shell to expand.
  # shellcheck disable=SC2048,SC2086
  output=$("$bin/pledgectl" $* --width 80)
  head -n "$lines" <<<"$output"
  if [ "$(wc -l <<<"$output")" -gt "$lines" ]; then echo '...'; fi
  echo
}

show 9 ingest 'tests/samples/*.txt' --collection samples
show 18 sections samples/provincial-reply
show 20 commitments samples/deadlines-reply
show 8 commitments samples/refusal-reply
show 8 commitments samples/damaged-reply

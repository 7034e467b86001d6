#!/usr/bin/env bash
# Verifies the units, and holds their exposure as systemd-analyze rates it (0 none, 10 all) to a limit that may only fall.
# usage: units_test.sh      exit code 77 without systemd-analyze
set -euo pipefail
units=$(readlink -f "$(dirname "$(readlink -f "$0")")/../../deploy/systemd")
command -v systemd-analyze >/dev/null || { echo "skipped: systemd-analyze is not installed (systemd)"; exit 77; }
LIMIT=15  # tenths

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
# Verified as they stand, but for the programs, which are not installed here.
cp "$units"/* "$work"
sed -i 's|=/usr/bin/pledged|=/bin/true|; s|=/usr/bin/pledge-backup|=/bin/true|; s|file:///usr/share/doc/pledge/README.md|man:true(1)|' "$work"/*.service
# A user that the machine of the test has.
sed -i "s/^User=.*/User=daemon/; s/^Group=.*/Group=daemon/" "$work"/*.service
systemd-analyze verify --man=no "$work"/*.service "$work"/*.timer 2>"$work/faults" || { cat "$work/faults" >&2; exit 1; }
if grep -F "$work" "$work/faults"; then exit 1; fi

for service in "$units"/*.service; do
  name=$(basename "$service")
  if ! systemd-analyze security --offline=true --threshold=$LIMIT "$service" >"$work/security" 2>&1; then
    cat "$work/security" >&2
    echo "$name: more exposed than $LIMIT tenths" >&2
    exit 1
  fi
  echo "$name: $(grep -o 'Overall exposure.*' "$work/security")"
done

#!/usr/bin/env bash
# What `./dev fuzz` does: runs the fuzz targets of build/fuzz, each for a bounded time, and the property tests with
# many cases; prints one line each and, for what failed, the file that repeats it.
# usage: fuzz.sh [TARGET...] [--seconds N] [--cases N]     exit 0: nothing found, 1: found something, 2: usage
#   TARGET     letter, charset, html, resource_name, token, transfer_block, packed_row, column_row, commit_log, or property;
#              all of them without
#   --seconds  for each fuzz target, 60 by default
#   --cases    of the property tests, 100000 by default
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
ALL=(property letter charset html resource_name token transfer_block packed_row column_row commit_log)
TIMEOUT_SECONDS=30  # of one input; a sanitized build under load is slow
RSS_LIMIT_MB=2048
MAX_INPUT_BYTES=16384
seconds=60 cases=100000 targets=() failed=0

usage() { sed -n 's/^# usage: /usage: /p' "$0" >&2; exit 2; }
number() { [[ ${1:-} =~ ^[1-9][0-9]{0,6}$ ]] || usage; echo "$1"; }

while [ $# -gt 0 ]; do
  case $1 in
    --seconds) seconds=$(number "${2:-}"); shift ;;
    --cases) cases=$(number "${2:-}"); shift ;;
    *) [[ " ${ALL[*]} " == *" $1 "* ]] || usage; targets+=("$1") ;;
  esac
  shift
done
[ ${#targets[@]} -gt 0 ] || targets=("${ALL[@]}")

# The seeds of the target, and those that were made for it.
seed_folders() {
  local target=$1
  for folder in "tests/fuzz/seeds/$target" "build/fuzz/seeds/$target"; do
    if [ -d "$folder" ]; then echo "$folder"; fi
  done
}

fuzz() {
  local target=$1 corpus=build/fuzz/corpus/$1 crashes=build/fuzz/crashes log=build/log/fuzz-$1.log folders found
  mkdir -p "$corpus" $crashes build/log
  mapfile -t folders < <(seed_folders "$target")
  local status=0
  build/fuzz/fuzz/"${target}_fuzz" "$corpus" "${folders[@]}" -max_total_time="$seconds" -timeout=$TIMEOUT_SECONDS \
    -rss_limit_mb=$RSS_LIMIT_MB -max_len=$MAX_INPUT_BYTES -artifact_prefix="$crashes/$target-" \
    -print_final_stats=1 >"$log" 2>&1 || status=$?
  local runs covered
  runs=$(sed -n 's/^stat::number_of_executed_units: *//p' "$log")
  covered=$(grep -oE 'cov: [0-9]+' "$log" | tail -n 1)
  printf '%-14s %10s inputs   %-12s ' "$target" "${runs:-?}" "${covered:-cov: ?}"
  if [ $status = 0 ]; then echo "nothing found"; return 0; fi
  failed=1
  found=$(sed -n 's/.*Test unit written to //p' "$log" | tail -n 1)
  echo "FOUND ${found:-nothing that repeats it} (log: $log)"
}

property() {
  export PLEDGE_PROPERTY_CASES=$cases PLEDGE_PROPERTY_SEED=${PLEDGE_PROPERTY_SEED:-$RANDOM$RANDOM}
  local log=build/log/fuzz-property.log
  mkdir -p build/log
  printf '%-14s %10s cases    seed %-7s ' property "$cases" "$PLEDGE_PROPERTY_SEED"
  if ctest --test-dir build/release --output-on-failure --no-tests=error -L property >"$log" 2>&1; then
    echo "nothing found"
  else
    failed=1
    echo "FOUND $(grep -oE 'PLEDGE_PROPERTY_SEED=[0-9]+' "$log" | head -n 1) (log: $log)"
  fi
}

make_seeds() {
  build/fuzz/fuzz/make_seeds build/fuzz/seeds
  mkdir -p build/fuzz/seeds/letter build/fuzz/seeds/html
  cp tests/samples/*.txt build/fuzz/seeds/letter
  cp tests/samples/*.html build/fuzz/seeds/html
}

[ ! -x build/fuzz/fuzz/make_seeds ] || make_seeds
for target in "${targets[@]}"; do
  if [ "$target" = property ]; then property; else fuzz "$target"; fi
done
exit $failed

#!/usr/bin/env bash
# Shows that tests can fail: builds each deliberate fault of mutants.txt and expects its test to be red, then
# builds without a fault and expects the same tests to be green.
# usage: check_mutants.sh [NAME...]   (all faults without a NAME)
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
build=build/mutants
declare -A test_of
names=()
while read -r name test _; do
  [[ -z $name || $name == \#* ]] && continue
  test_of[$name]=$test
  names+=("$name")
done < tests/mutants/mutants.txt
if [ $# -gt 0 ]; then names=("$@"); fi

# run NAME TEST: exit code of TEST in a build with the fault NAME ("" for none).
run() {
  cmake --preset release -B "$build" -DPLEDGE_MUTANT="$1" >"$build.log" 2>&1
  cmake --build "$build" --target "$2" -j "$(nproc)" >>"$build.log" 2>&1 || { tail -20 "$build.log" >&2; exit 3; }
  ctest --test-dir "$build" -R "^$2\$" --no-tests=error >>"$build.log" 2>&1
}

failed=0
mkdir -p build
for name in "${names[@]}"; do
  test=${test_of[$name]:-}
  [ -n "$test" ] || { echo "there is no fault $name in tests/mutants/mutants.txt" >&2; exit 2; }
  if ! run "" "$test"; then echo "RED    without a fault: $test"; failed=1; continue; fi
  if run "$name" "$test"; then echo "ALIVE  $name: $test does not find it"; failed=1
  else echo "found  $name: $test"; fi
done
exit $failed

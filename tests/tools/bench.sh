# The benchmarks behind `./dev bench`. Sourced by ./dev, which has say, die, build and ensure_packages; runs in the
# folder of the checkout.
# shellcheck shell=bash

BENCH_RESULTS=build/bench  # one JSON file a benchmark
JSON_BENCHMARKS=(pipeline rpc ingest peers bulk scale)  # those that write it
# What `bench peers` measures against, and how it speaks to one of them.
PEER_PACKAGES=(libpq-dev postgresql-15 etcd-server)
# What runs when no name is given: each takes some minutes at most.
SHORT_BENCHMARKS=(pipeline store rpc ingest)

# bench [NAME [ARGS]]: build/release/bench/NAME_bench, or the short ones. bench report makes a table of what they wrote.
bench() {
  local name
  if [ $# -eq 0 ] || [[ $1 == -* ]]; then
    for name in "${SHORT_BENCHMARKS[@]}"; do
      say "bench $name"
      ./dev bench "$name" "$@"
    done
    return
  fi
  name=$1
  shift
  if [ "$name" = report ]; then
    tests/tools/bench_report.py "$BENCH_RESULTS" "$@"
    return
  fi
  [ -f "tests/bench/${name}_bench.cc" ] || die "$EXIT_USAGE" "there is no benchmark $name in tests/bench"
  ensure_packages "${BUILD_PACKAGES[@]}"
  if [ "$name" = peers ]; then ensure_packages "${PEER_PACKAGES[@]}"; fi
  if [ "$name" = postgres ]; then ensure_packages "${POSTGRES_PACKAGES[@]}"; fi
  build release --target "${name}_bench"
  if [[ " ${JSON_BENCHMARKS[*]} " == *" $name "* ]]; then
    mkdir -p "$BENCH_RESULTS"
    set -- --json "$BENCH_RESULTS/$name.json" "$@"
  fi
  "build/release/bench/${name}_bench" "$@"
}

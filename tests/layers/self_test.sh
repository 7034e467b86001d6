#!/usr/bin/env bash
# Proves that the layer and size checks go red: each case puts one violation into an otherwise good tree.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0
seen=$scratch/seen
: >"$seen"

fail() { echo "FAILED: $*"; failures=$((failures + 1)); }

# A tree in which every layer includes only what it may.
good_tree() {
  local root=$1
  mkdir -p "$root"/{service/{base,pipeline/{text,decode,clean,rules},lineage,mapping,ingest,query,jobs,observe,access,rpc,server},storage,client/cpp,proto/pledge/{v1,storage/v1,access/v1},tests/contract}
  echo '#include "absl/status/status.h"' >"$root/service/base/error.h"
  echo '#include "service/base/error.h"' >"$root/service/pipeline/clean/clean.cc"
  echo '#include "storage/engine.h"' >"$root/storage/record_store.cc"
  echo '#include <rocksdb/db.h>' >"$root/storage/rocksdb_engine.cc"
  printf '#include "pledge/v1/document.pb.h"\n#include "service/pipeline/records.h"\n' >"$root/service/mapping/to_api.cc"
  printf '#include "service/pipeline/analyze.h"\n#include "storage/record_store.h"\n' >"$root/service/ingest/ingest.cc"
  printf '#include <grpcpp/grpcpp.h>\n#include "service/ingest/ingest.h"\n' >"$root/service/rpc/get.cc"
  echo '#include "storage/rocksdb_engine.h"' >"$root/service/server/server.cc"
  echo '#include "pledge/v1/document.pb.h"' >"$root/client/cpp/main.cc"
  echo 'import "pledge/v1/common.proto";' >"$root/proto/pledge/v1/document.proto"
  echo 'import "google/protobuf/timestamp.proto";' >"$root/proto/pledge/storage/v1/stored.proto"
  echo '#include <rocksdb/db.h>' >"$root/tests/contract/engine_test.cc"
}

# expect_violation FILE LINE: a good tree with LINE in FILE must be refused, and FILE must be named.
expect_violation() {
  local file=$1 line=$2 root=$scratch/tree output status=0
  rm -rf "$root"; good_tree "$root"
  printf '// A comment first.\n%s\n' "$line" >>"$root/$file"
  output=$("$here/check_layers.sh" "$root") || status=$?
  echo "$output" >>"$seen"
  [ $status = 1 ] || fail "$file with $line gave exit code $status"
  grep -qF "$file:" <<<"$output" || fail "$file with $line was not named, but: $output"
}

good_tree "$scratch/good"
"$here/check_layers.sh" "$scratch/good" || fail "the good tree was refused"

expect_violation service/base/a.cc              '#include "service/pipeline/clean/clean.h"'
expect_violation service/base/b.h               '#include "pledge/v1/common.pb.h"'
expect_violation service/pipeline/a.cc          '#include "storage/record_store.h"'
expect_violation service/pipeline/b.h           '  #  include <grpcpp/grpcpp.h>'
expect_violation service/pipeline/rules.cc      '#include "pledge/v1/commitment.pb.h"'
expect_violation service/pipeline/c.cc          '#include <rocksdb/db.h>'
expect_violation storage/a.cc                   '#include "service/pipeline/records.h"'
expect_violation storage/b.cc                   '#include "pledge/v1/document.pb.h"'
expect_violation storage/c.h                    '#include <grpcpp/server.h>'
expect_violation storage/memory_engine.cc       '#include "rocksdb/db.h"'
expect_violation storage/memory_engine.cc       '#include <libpq-fe.h>'
expect_violation service/pipeline/text/a.cc     '#include "service/pipeline/clean/damage.h"'
expect_violation service/pipeline/decode/a.cc   '#include "service/pipeline/segment/segment.h"'
expect_violation service/pipeline/rules/a.cc    '#include "service/pipeline/extract/extract.h"'
expect_violation service/lineage/a.cc           '#include "storage/record_store.h"'
expect_violation service/pipeline/d.cc          '#include "service/lineage/lineage.h"'
expect_violation service/mapping/a.cc           '#include <grpcpp/support/status.h>'
expect_violation service/ingest/a.cc            '#include "grpcpp/grpcpp.h"'
expect_violation service/ingest/b.cc            '#include "service/rpc/status.h"'
expect_violation service/ingest/c.cc            '#include "storage/rocksdb_engine.h"'
expect_violation service/ingest/d.cc            '#include "service/query/read_point.h"'
expect_violation service/query/a.cc             '#include <grpcpp/grpcpp.h>'
expect_violation service/jobs/a.cc              '#include "service/rpc/status.h"'
expect_violation service/observe/a.cc           '#include "service/rpc/status.h"'
expect_violation service/access/a.cc            '#include "storage/record_store.h"'
expect_violation service/query/c.cc             '#include "service/access/gate.h"'
expect_violation proto/pledge/access/v1/a.proto 'import "pledge/v1/document.proto";'
expect_violation service/query/b.cc             '#include <prometheus/counter.h>'
expect_violation service/rpc/a.cc               '#include "service/server/server.h"'
expect_violation service/rpc/b.cc               '#include "storage/rocksdb_engine.h"'
expect_violation service/rpc/b.cc               '#include "storage/postgres_engine.h"'
expect_violation service/server/a.cc            '#include "rocksdb/options.h"'
expect_violation service/server/b.cc            '#include "client/cpp/channel.h"'
expect_violation client/cpp/a.cc                '#include "service/base/error.h"'
expect_violation client/cpp/b.cc                '#include "storage/token.h"'
expect_violation client/cpp/c.cc                '#include "pledge/storage/v1/stored.pb.h"'
expect_violation proto/pledge/v1/a.proto        'import "pledge/storage/v1/stored.proto";'
expect_violation proto/pledge/storage/v1/a.proto 'import public "pledge/v1/common.proto";'

# Every rule must have been broken by some case above, or nobody knows that it works.
while IFS= read -r rule; do
  reason=${rule##*# }
  grep -qF "($reason)" "$seen" || fail "no case breaks the rule: $reason"
done < <(grep -E '^(deny|only)' "$here/rules.txt")

# A tree without sources is no success.
mkdir "$scratch/empty"
if "$here/check_layers.sh" "$scratch/empty" >/dev/null 2>&1; then fail "an empty tree passed"; fi

# Sizes: at the limit is fine, one line more is not.
mkdir -p "$scratch/sizes/service"
echo 'source 10 ^service/.*[.]cc$' >"$scratch/limits.txt"
seq 10 >"$scratch/sizes/service/a.cc"
"$here/check_sizes.sh" "$scratch/sizes" "$scratch/limits.txt" >/dev/null || fail "a file at the limit was refused"
seq 11 >"$scratch/sizes/service/a.cc"
if "$here/check_sizes.sh" "$scratch/sizes" "$scratch/limits.txt" >/dev/null; then fail "a file above the limit passed"; fi

[ $failures = 0 ] && echo "all cases as they should be"
exit $((failures > 0))

#!/usr/bin/env bash
# Builds gateway and page into a folder: npm packages as locked, code from the protos, bundles.
# usage: build.sh OUT    leaves OUT/dist/gateway.mjs; exit code 77 when there is no Node 20 or no packages
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
out=${1:?usage: build.sh OUT}
CANNOT=77

skip() { printf 'web: skipped: %s\n' "$*" >&2; exit $CANNOT; }

# What depends on the build sees by this that there is none.
rm -rf "$out/dist"
command -v node >/dev/null || skip "there is no node here"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 20 ? 0 : 1)' ||
  skip "node $(node --version) is older than 20"
command -v npm >/dev/null || skip "there is no npm here"

mkdir -p "$out"
out=$(readlink -f "$out")
rm -rf "$out/gateway" "$out/page" "$out/tests" "$out/gen" "$out/dist"
cp -R "$here"/{gateway,page,tests,package.json,package-lock.json,tsconfig.json,build.mjs} "$out"

# Install scripts are not run: no package of ours needs one.
cd "$out"
if ! cmp -s package-lock.json node_modules/.installed-lock.json; then
  npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1 ||
    skip "the npm packages cannot be fetched; the log is $out/npm.log"
  cp package-lock.json node_modules/.installed-lock.json
fi

protos=(pledge/v1/*.proto google/rpc/error_details.proto google/rpc/status.proto google/type/date.proto)
mkdir -p gen dist/page
cd "$root/proto"
# The patterns are for the folder of the protos.
# shellcheck disable=SC2206
protos=(${protos[@]})
protoc -I . -I /usr/share/grpc-proto --include_imports --descriptor_set_out="$out/dist/api.binpb" "${protos[@]}"
protoc -I . -I /usr/share/grpc-proto --plugin="$out/node_modules/.bin/protoc-gen-es" \
  --es_out="$out/gen" --es_opt=target=ts,import_extension=js "${protos[@]}" grpc/health/v1/health.proto

cd "$out"
node build.mjs

#!/usr/bin/env bash
# Builds gateway and page into a folder: npm packages as locked, code from the protos, bundles.
# usage: build.sh OUT    leaves OUT/dist/gateway.mjs; exit code 77 when there is no Node 18 or no npm
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
out=${1:?usage: build.sh OUT}

# What depends on the build sees by this that there is none.
rm -rf "$out/dist"
mkdir -p "$out"
out=$(readlink -f "$out")
rm -rf "$out/gateway" "$out/page" "$out/tests" "$out/gen" "$out/dist"
cp -R "$here"/{gateway,page,tests,package.json,package-lock.json,tsconfig.json,build.mjs} "$out"

"$root/client/npm_packages.sh" "$out"

protos=(pledge/v1/*.proto google/rpc/error_details.proto google/rpc/status.proto google/type/date.proto)
mkdir -p "$out/gen" "$out/dist/page"
cd "$root/proto"
# The patterns are for the folder of the protos.
# shellcheck disable=SC2206
protos=(${protos[@]})
protoc -I . -I /usr/share/grpc-proto --include_imports --descriptor_set_out="$out/dist/api.binpb" "${protos[@]}"
protoc -I . -I /usr/share/grpc-proto --plugin="$out/node_modules/.bin/protoc-gen-es" \
  --es_out="$out/gen" --es_opt=target=ts,import_extension=js "${protos[@]}" grpc/health/v1/health.proto

cd "$out"
node build.mjs

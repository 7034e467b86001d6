#!/usr/bin/env bash
# Generates the clients of other languages from proto/ and puts each together as a whole package.
# usage: generate.sh OUT [LANGUAGE...]     without LANGUAGE: all
#   OUT/LANGUAGE holds what is written by hand in client/LANGUAGE and what is generated, ready to be used or packed.
# Generates twice and compares, so that a plugin whose output depends on more than the protos is noticed.
# exit 0: done, 1: failed, 2: wrong use, 3: a tool of a language is not installed, 77: there is no Node for its client
set -euo pipefail
LANGUAGES=(python node go ruby java)
[ $# -ge 1 ] || { echo "usage: generate.sh OUT [LANGUAGE...]" >&2; exit 2; }
here=$(dirname "$(readlink -f "$0")")
root=$(dirname "$here")
mkdir -p "$1"
out=$(readlink -f "$1")
shift
[ $# -gt 0 ] || set -- "${LANGUAGES[@]}"

# pyenv and the like put other programs of these names before Debian's, without Debian's packages.
export PATH=/usr/bin:/bin:$PATH
export LC_ALL=C

need() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || { echo "generate.sh: $tool is not installed; ./dev clients installs it" >&2; exit 3; }
  done
}

# run_protoc PATTERN ARGUMENTS...: over the public protos whose paths match.
run_protoc() {
  local names
  mapfile -t names < <(cd "$root/proto" && find pledge/v1 google -path "$1" -name '*.proto' | sort)
  shift
  protoc -I "$root/proto" "$@" "${names[@]}"
}

# generate_LANGUAGE FOLDER: only what is generated.

generate_python() {
  need protoc grpc_python_plugin protoc-gen-mypy protoc-gen-mypy_grpc
  run_protoc '*.proto' --python_out="$1" --mypy_out="quiet:$1"
  run_protoc '*_service.proto' --grpc_out="$1" --plugin=protoc-gen-grpc=/usr/bin/grpc_python_plugin \
    --mypy_grpc_out="quiet:$1"
  cp "$root/proto/service_config.json" "$1/pledge/"
}

# google/rpc and google/type are in Debian's genproto package, under the names that their protos say.
generate_go() {
  need protoc protoc-gen-go protoc-gen-go-grpc
  mkdir -p "$1/gen"
  run_protoc 'pledge/*' --go_out="$1/gen" --go_opt=paths=source_relative \
    --go-grpc_out="$1/gen" --go-grpc_opt=paths=source_relative
  cp "$root/proto/service_config.json" "$1/"
}

# The types of what is written by hand come from its comments. npm packages lie beside the client, in node_packages.
generate_node() {
  need protoc
  mkdir -p "$out/node_packages" "$1/gen"
  cp "$here/node/package.json" "$here/node/package-lock.json" "$out/node_packages/"
  "$here/npm_packages.sh" "$out/node_packages"
  local packages=$out/node_packages/node_modules name
  run_protoc '*.proto' --plugin="$packages/.bin/protoc-gen-es" --es_out="$1/gen" \
    --es_opt=target=js+dts,import_extension=js
  for name in "$1"/gen/pledge/v1/*_pb.js; do
    echo "export * from \"./pledge/v1/${name##*/}\";"
  done | tee "$1/gen/v1.js" >"$1/gen/v1.d.ts"
  cp -R "$here/node/lib" "$here/node/package.json" "$here/node/tsconfig.json" "$1/"
  ln -s "$packages" "$1/node_modules"
  "$packages/.bin/tsc" -p "$1"
  cp "$1/lib/"*.d.ts "$1/types/"
  cp "$root/proto/service_config.json" "$1/lib/"
}

# google/rpc and google/type come with the gem googleapis-common-protos-types, which grpc needs anyway.
generate_ruby() {
  need protoc grpc_ruby_plugin
  mkdir -p "$1/lib"
  run_protoc 'pledge/*' --ruby_out="$1/lib"
  run_protoc 'pledge/*_service.proto' --grpc_out="$1/lib" --plugin=protoc-gen-grpc=/usr/bin/grpc_ruby_plugin
  cp "$root/proto/service_config.json" "$1/lib/pledge/"
}

# google/rpc and google/type come with proto-google-common-protos. Debian's is too old; for it they stand in debian/.
generate_java() {
  need protoc grpc_java_plugin
  mkdir -p "$1/src/main/java" "$1/src/main/resources/dev/pledge" "$1/debian"
  run_protoc 'google/*' --java_out="$1/debian"
  run_protoc 'pledge/*' --java_out="$1/src/main/java"
  run_protoc 'pledge/*_service.proto' --grpc-java_out="$1/src/main/java" \
    --plugin=protoc-gen-grpc-java=/usr/bin/grpc_java_plugin
  cp "$root/proto/service_config.json" "$1/src/main/resources/dev/pledge/"
}

# Where the package lies in OUT/LANGUAGE. Go without modules finds it by its import path.
declare -A PACKAGE=([go]=src/pledge.dev)

assemble() {
  local language=$1 work
  work=$(mktemp -d)
  # shellcheck disable=SC2064  # this folder and no other
  trap "rm -rf '$work'" EXIT
  mkdir "$work/first" "$work/second"
  "generate_$language" "$work/first"
  "generate_$language" "$work/second"
  diff -r --no-dereference "$work/first" "$work/second" >&2 || { echo "generate.sh: $language came out differently twice" >&2; exit 1; }
  cp -R "$here/$language/." "$work/first/"
  find "$work/first" -name __pycache__ -prune -exec rm -rf {} +
  local package=$out/$language/${PACKAGE[$language]:-}
  rm -rf "${out:?}/$language"
  mkdir -p "$(dirname "$package")"
  mv "$work/first" "${package%/}"
  rm -rf "$work"
  trap - EXIT
  echo "$out/$language: $(find "$out/$language" -type f | wc -l) files"
}

for language in "$@"; do
  declare -F "generate_$language" >/dev/null || { echo "generate.sh: there is no client in $language" >&2; exit 2; }
done
for language in "$@"; do assemble "$language"; done

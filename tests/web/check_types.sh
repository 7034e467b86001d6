#!/usr/bin/env bash
# Checks the types of client/web: the bundler only strips them.
# usage: check_types.sh BUILD    exit code 77 when the gateway could not be built
set -euo pipefail
[ -f "$1/dist/gateway.mjs" ] || { echo "web: skipped: the gateway is not built; clients_web_build says why"; exit 77; }
cd "$1"
exec node_modules/.bin/tsc --noEmit

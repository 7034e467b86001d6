#!/usr/bin/env bash
# One test file of client/web against a pledged of its own.
# usage: run.sh BUILD PLEDGED TEST.mjs    exit code 77 when the gateway could not be built
set -euo pipefail
root=$(readlink -f "$(dirname "$0")/../..")
build=$1 pledged=$2 test=$3

if [ ! -f "$build/dist/gateway.mjs" ]; then
  echo "web: skipped: the gateway is not built; clients_web_build says why"
  exit 77
fi
if grep -q browser.mjs "$build/tests/$test" && [ ! -x /usr/bin/chromium ]; then
  echo "web: skipped: there is no /usr/bin/chromium (Debian package chromium)"
  exit 77
fi
export PLEDGE_SAMPLES=$root/tests/samples
exec /usr/bin/python3 "$root/client/conformance/with_server.py" "$pledged" node --test "$build/tests/$test"

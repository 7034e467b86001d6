#!/usr/bin/env bash
# Whether proto/README.md is what proto/reference.py makes of the descriptor set of the build.
# usage: check_reference.sh PLEDGE.binpb
set -euo pipefail
proto=$(readlink -f "$(dirname "$0")/../../proto")
if ! "$proto/reference.py" "$1" | diff "$proto/README.md" -; then
  echo "proto/README.md is not what the comments of the protos say: ./dev check --fix writes it" >&2
  exit 1
fi

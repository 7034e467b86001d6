#!/usr/bin/env bash
# Installs the C++ client library into a new prefix and builds client/cpp/examples against it, away from this tree.
# usage: installed_cpp.sh BUILD OUT    leaves OUT/build/first and OUT/build/first_plain
set -euo pipefail
build=$1 out=$2
source=$(readlink -f "$(dirname "$0")/../../client/cpp/examples")
rm -rf "$out"
mkdir -p "$out"
cmake --install "$build" --component client --prefix "$out/prefix" >"$out/install.log"
cp -R "$source" "$out/source"
cmake -G Ninja -S "$out/source" -B "$out/build" -D CMAKE_BUILD_TYPE=Release -D CMAKE_PREFIX_PATH="$out/prefix"
cmake --build "$out/build"
# Nothing of what was installed may point back into the tree that it came from.
if grep -rIl -e "$build" -e "$(dirname "$(dirname "$(dirname "$source")")")/client" "$out/prefix"; then
  echo "installed_cpp.sh: these files name the tree they were built in" >&2
  exit 1
fi

#!/usr/bin/env bash
# Fetches the npm packages that a package-lock.json names into the node_modules beside it, unless they are there.
# usage: npm_packages.sh FOLDER|--check    exit code 77 when there is no Node 18 or no npm, which is all that --check
# looks for; 1 when npm cannot fetch them
set -euo pipefail
CANNOT=77

skip() { printf 'npm: skipped: %s\n' "$*" >&2; exit $CANNOT; }

command -v node >/dev/null || skip "there is no node here (Debian package nodejs)"
node -e 'process.exit(Number(process.versions.node.split(".")[0]) >= 18 ? 0 : 1)' ||
  skip "node $(node --version) is older than 18"
command -v npm >/dev/null || skip "there is no npm here (Debian package npm)"
[ "${1:?usage: npm_packages.sh FOLDER|--check}" != --check ] || exit 0

cd "$1"
cmp -s package-lock.json node_modules/.installed-lock.json && exit 0
# Install scripts are not run: no package of ours needs one.
if ! npm ci --ignore-scripts --no-audit --no-fund >npm.log 2>&1; then
  tail -n 20 npm.log >&2
  echo "npm: the packages could not be fetched" >&2
  exit 1
fi
cp package-lock.json node_modules/.installed-lock.json

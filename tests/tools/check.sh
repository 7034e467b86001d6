#!/usr/bin/env bash
# What `./dev check` does: format, clang-tidy, layers, sizes, the protos and their reference.
# usage: check.sh [--all] [--fix]
#    or: check.sh mutants [NAME...]   breaks the server on purpose and expects the tests to say so
#   without --all: files that differ from the last commit, or those of the last commit when nothing does
#   --fix: writes the formatted files, and proto/README.md, instead of complaining
# Wants a configured build/release, for compile_commands.json.
set -euo pipefail
cd "$(dirname "$(readlink -f "$0")")/../.."
if [ "${1:-}" = mutants ]; then shift; exec tests/mutants/check_mutants.sh "$@"; fi
all=0 fix=0 failed=0
BUF_VERSION=1.75.0
TIDY_SECONDS=600  # the quick set stays under this; what is left over is said
for arg in "$@"; do
  case $arg in
    --all) all=1 ;;
    --fix) fix=1 ;;
    *) echo "usage: ./dev check [--all] [--fix]" >&2; exit 2 ;;
  esac
done

say() { printf '== %s\n' "$*"; }

# Names of our sources to look at, one a line.
candidates() {
  if [ $all = 1 ]; then git ls-files '*.cc' '*.h'
  elif [ -n "$(git status --porcelain -- '*.cc' '*.h')" ]; then
    git diff --name-only --diff-filter=d HEAD -- '*.cc' '*.h'
    git ls-files --others --exclude-standard -- '*.cc' '*.h'
  else git diff --name-only --diff-filter=d HEAD~1 -- '*.cc' '*.h' 2>/dev/null || git ls-files '*.cc' '*.h'
  fi
}

check_format() {
  [ ${#files[@]} -gt 0 ] || return 0
  if [ $fix = 1 ]; then clang-format -i "${files[@]}"; say "formatted ${#files[@]} files"
  else
    say "clang-format on ${#files[@]} files"
    clang-format --dry-run -Werror "${files[@]}" || failed=1
  fi
}

# A source that no target compiles has no flags to be read with.
check_tidy() {
  local sources=() file start=$SECONDS done_count=0
  for file in "${files[@]}"; do
    if [[ $file == *.cc ]] && grep -qF "/$file\"" build/release/compile_commands.json; then sources+=("$file"); fi
  done
  [ ${#sources[@]} -gt 0 ] || return 0
  say "clang-tidy on ${#sources[@]} sources, at most $TIDY_SECONDS s"
  for file in "${sources[@]}"; do
    if ((SECONDS - start > TIDY_SECONDS)); then say "time is up: $done_count of ${#sources[@]} looked at"; return 0; fi
    clang-tidy -p build/release --quiet --extra-arg=-Wno-unknown-warning-option "$file" 2>/dev/null || failed=1
    done_count=$((done_count + 1))
  done
}

# buf is in no Debian package: that on the PATH, else one of this version by npm.
find_buf() {
  if command -v buf; then return 0; fi
  local own=build/tools/node_modules/.bin/buf
  if [ ! -x "$own" ]; then
    command -v npm >/dev/null || return 1
    mkdir -p build/tools
    npm install --silent --no-save --prefix build/tools "@bufbuild/buf@$BUF_VERSION" >&2 || return 1
  fi
  readlink -f "$own"
}

# The protos alone, and against those of the last release.
check_protos() {
  local buf
  buf=$(find_buf) || { say "neither buf nor npm is installed; protos are not checked"; return 0; }
  say "buf lint"
  (cd proto && "$buf" lint) || failed=1
  say "buf breaking against the last release"
  (cd proto && "$buf" breaking --against released.binpb) || failed=1
}

# proto/README.md says what the comments say.
check_reference() {
  local folder
  folder=$(mktemp -d)
  (cd proto && protoc -I . --include_source_info --descriptor_set_out="$folder/set" pledge/v1/*.proto)
  proto/reference.py "$folder/set" "$folder/README.md" || { failed=1; rm -rf "$folder"; return 0; }
  if [ $fix = 1 ]; then
    cp "$folder/README.md" proto/README.md
    say "wrote proto/README.md"
  elif ! cmp -s "$folder/README.md" proto/README.md; then
    say "proto/README.md is not what the comments of the protos say: ./dev check --fix writes it"
    failed=1
  fi
  rm -rf "$folder"
}

mapfile -t files < <(candidates | sort -u)
check_format
say "layers and sizes"
tests/layers/check_layers.sh . || failed=1
tests/layers/check_sizes.sh . || failed=1
check_protos
check_reference
check_tidy
[ $failed = 0 ] && say "all clean"
exit $failed

#!/usr/bin/env bash
# Holds the layers: reads every #include (and proto import) under ROOT and says which break a rule of rules.txt.
# usage: check_layers.sh ROOT [RULES]      exit 0: all hold, 1: violations, one a line, 2: cannot run
set -euo pipefail
root=${1:?usage: check_layers.sh ROOT [RULES]}
rules=${2:-$(dirname "$(readlink -f "$0")")/rules.txt}
[ -r "$rules" ] || { echo "no rules at $rules" >&2; exit 2; }
cd "$root"

# FILE:LINE:INCLUDED for each include of our own sources; generated code and build folders are not ours.
# shellcheck disable=SC2016  # the dollars are those of awk
list_includes() {
  local dirs=() dir
  for dir in client proto service storage tests; do
    if [ -d "$dir" ]; then dirs+=("$dir"); fi
  done
  [ ${#dirs[@]} -gt 0 ] || { echo "no source directory under $root" >&2; exit 2; }
  find "${dirs[@]}" -name node_modules -prune -o -type f \
    \( -name '*.cc' -o -name '*.h' -o -name '*.cpp' -o -name '*.hpp' -o -name '*.inc' -o -name '*.proto' \) -print0 |
    sort -z |
    xargs -0 -r awk '
      /^[ \t]*#[ \t]*include[ \t]*["<]/ { split($0, part, /["<>]/); print FILENAME ":" FNR ":" part[2] }
      /^[ \t]*import[ \t].*"/           { split($0, part, /"/);     print FILENAME ":" FNR ":" part[2] }'
}

# Applies the rules of the first input to the includes of the second.
judge() {
  awk '
    FNR == NR {
      if ($0 ~ /^[ \t]*(#|$)/) next
      if ($1 != "deny" && $1 != "only") { print "rules.txt:" FNR ": neither deny nor only: " $1; bad = 1; next }
      kind[++count] = $1; files[count] = $2; includes[count] = $3
      reason[count] = $0; sub(/^[^#]*#[ \t]*/, "", reason[count])
      next
    }
    {
      colon = index($0, ":"); file = substr($0, 1, colon - 1); rest = substr($0, colon + 1)
      colon = index(rest, ":"); line = substr(rest, 1, colon - 1); included = substr(rest, colon + 1)
      for (i = 1; i <= count; ++i) {
        if (included !~ includes[i]) continue
        inside = file ~ files[i]
        if ((kind[i] == "deny" && inside) || (kind[i] == "only" && !inside)) {
          print file ":" line ": includes " included " (" reason[i] ")"
          bad = 1
        }
      }
    }
    END { if (!count) { print "no rule was read"; bad = 1 } exit bad }' "$rules" -
}

list_includes | judge

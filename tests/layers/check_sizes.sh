#!/usr/bin/env bash
# Holds the length of files to limits.txt, and says when a limit could fall.
# usage: check_sizes.sh ROOT [LIMITS]      exit 0: all hold, 1: files above their limit, one a line, 2: cannot run
set -euo pipefail
root=${1:?usage: check_sizes.sh ROOT [LIMITS]}
limits=${2:-$(dirname "$(readlink -f "$0")")/limits.txt}
[ -r "$limits" ] || { echo "no limits at $limits" >&2; exit 2; }
cd "$root"

find . \( -name .git -o -name build -o -name node_modules \) -prune -o -type f -print0 |
  xargs -0 -r grep -c '' /dev/null |
  sed 's|^\./||' |
  sort |
  awk '
    FNR == NR {
      if ($0 ~ /^[ \t]*(#|$)/) next
      kind[++count] = $1; limit[count] = $2; files[count] = $3
      next
    }
    {
      match($0, /:[0-9]+$/)
      file = substr($0, 1, RSTART - 1); lines = substr($0, RSTART + 1) + 0
      for (i = 1; i <= count; ++i) {
        if (file !~ files[i]) continue
        if (lines > longest[i]) { longest[i] = lines; where[i] = file }
        if (lines > limit[i]) { print file ": " lines " lines; the limit for " kind[i] " is " limit[i]; bad = 1 }
        break
      }
    }
    END {
      for (i = 1; i <= count; ++i)
        print kind[i] ": longest is " longest[i] + 0 " of " limit[i] " lines" (where[i] ? ", " where[i] : "")
      if (!count) { print "no limit was read"; bad = 1 }
      exit bad
    }' "$limits" -

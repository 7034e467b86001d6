#!/usr/bin/env bash
# What `./dev check-deploy` does: everything under deploy/ against the real programs and the checkers of others.
# usage: check.sh BUILD [NAME...]      NAME: flags, runbook, backup, units, manifests, rules, proxies, package, image; all without
# exit code 0: nothing failed, though steps may have been skipped for want of a tool, each with its reason; 1 otherwise
set -uo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
build=$(readlink -f "${1:?usage: check.sh BUILD [NAME...]}")
shift
CANNOT=77
ALL=(flags runbook backup units manifests rules proxies package image)

check_flags() { /usr/bin/python3 "$here/flags_test.py" "$root/deploy" "$build/bin/pledged" "$build/bin/pledgectl"; }
check_runbook() { /usr/bin/python3 "$here/runbook_test.py" "$root/deploy" "$build/bin/pledged" "$build/bin/pledgectl"; }
check_backup() { "$here/backup_test.sh" "$root/deploy/backup/pledge-backup" "$build/bin/pledged" "$build/bin/pledgectl"; }
check_units() { "$here/units_test.sh"; }
check_manifests() { "$here/manifests.sh" "$build"; }
check_package() { "$here/package_test.sh" "$build"; }
check_image() { "$here/image_test.sh"; }

have() { command -v "$1" >/dev/null || { echo "skipped: $1 is not installed"; return $CANNOT; }; }

check_rules() {
  have promtool || return
  promtool check config "$root/deploy/prometheus/prometheus.yml" && promtool test rules "$root"/deploy/prometheus/tests/*.yml
}

# Both proxies with the shipped files, before servers that are restarted under load.
check_proxies() {
  have haproxy || return
  have nginx || return
  PLEDGE_ROUNDS=${PLEDGE_ROUNDS:-20} ctest --test-dir "$build" --output-on-failure --no-tests=error -R '^mesh_rolling'
}

names=("$@")
[ ${#names[@]} -gt 0 ] || names=("${ALL[@]}")
for name in "${names[@]}"; do
  [[ " ${ALL[*]} " == *" $name "* ]] || { echo "check-deploy: no check is named $name; there are: ${ALL[*]}" >&2; exit 2; }
done

failed=() skipped=()
for name in "${names[@]}"; do
  printf '== %s\n' "$name"
  start=$SECONDS status=0
  "check_$name" || status=$?
  if [ $status = $CANNOT ]; then skipped+=("$name")
  elif [ $status != 0 ]; then failed+=("$name"); printf '== %s FAILED\n' "$name"
  else printf '== %s: good after %d s\n' "$name" $((SECONDS - start)); fi
done
[ ${#skipped[@]} = 0 ] || printf '== skipped: %s\n' "${skipped[*]}"
if [ ${#failed[@]} -gt 0 ]; then printf '== failed: %s\n' "${failed[*]}"; exit 1; fi

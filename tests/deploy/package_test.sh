#!/usr/bin/env bash
# Builds the Debian package, installs it into a fresh Debian 12, and tries there what deploy/README.md says: the code blocks
# behind a line <!-- tried: NAME -->, as they stand.
# usage: package_test.sh BUILD      exit code 77 with the reason when a tool is missing
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
build=$(readlink -f "${1:?usage: package_test.sh BUILD}")
# shellcheck source=tests/deploy/fresh_root.sh
. "$here/fresh_root.sh"
require_fresh_roots
command -v dpkg-shlibdeps >/dev/null || { echo "skipped: dpkg-dev is not installed"; exit 77; }

# Prints the block of that name; fails where there is none.
block() {
  awk -v name="<!-- tried: $1 -->" '
    $0 == name { wanted = 1; next }
    wanted && /^```sh$/ { inside = 1; next }
    inside && /^```$/ { found = 1; exit }
    inside { print }
    END { exit !found }' "$root/deploy/README.md" || { echo "no block $1 in deploy/README.md" >&2; exit 1; }
}

rm -rf "$build/deploy/package"
(cd "$build" && cpack -G DEB -B deploy/package >deploy/package.log 2>&1) || { cat "$build/deploy/package.log" >&2; exit 1; }
make_base_root
work=$(mktemp -d "$DEPLOY_CACHE/package-XXXXXX")
trap 'rm -rf --one-file-system "$work"' EXIT
fresh_root "$work/root"
cp "$build"/deploy/package/pledge_*.deb "$root"/tests/samples/provincial-reply.txt "$work/root/root/"
# Python is for the stand-in of systemctl alone, and --no-install-recommends for this root to stay small.
in_root "$work/root" bash -c 'apt-get -q update && apt-get -q -y install --no-install-recommends python3-minimal' >"$work/apt.log" 2>&1 ||
  { tail -n 20 "$work/apt.log" >&2; exit 1; }
install -m 755 "$here/systemctl_stand_in.py" "$work/root/usr/bin/systemctl"

# Once with the network, for what the package depends on.
in_root "$work/root" bash -ec 'cd /root; '"$(block install | head -n 1)" >"$work/apt.log" 2>&1 || { tail -n 20 "$work/apt.log" >&2; exit 1; }

{
  cat <<'SCRIPT'
set -eu
cd /root
fail() { echo "FAILED: $*" >&2; cat /run/stand-in/pledged.log >&2; exit 1; }
records() { pledgectl commitments letters/provincial-reply; }
trap 'systemctl stop pledged' EXIT
SCRIPT
  printf '# install\n%s\n' "$(block install | tail -n +2)"
  cat <<'SCRIPT'
pledgectl ingest provincial-reply.txt --collection letters -q
records >/root/records
[ -s /root/records ] || fail "no records"
[ "$(stat -c %U:%a /var/lib/pledge)" = pledge:700 ] || fail "the store is not the service's alone"
[ "$(ps -o user= -C pledged 2>/dev/null || stat -c %U "/proc/$(cat /run/stand-in/pledged.pid)")" = pledge ] || fail "runs as somebody else"
if runuser -u nobody -- pledgectl status --server unix:/run/pledge/operator.sock >/dev/null 2>&1; then fail "nobody may call as operator"; fi
SCRIPT
  for name in status backup; do printf '# %s\n(\n%s\n)\n' "$name" "$(block $name)"; done
  printf 'pledgectl ingest provincial-reply.txt --collection later -q\n'
  printf '# restore\n%s\n' "$(block restore)"
  cat <<'SCRIPT'
records | cmp - /root/records || fail "other records after the restore"
if pledgectl get later/provincial-reply >/dev/null 2>&1; then fail "the restored store is newer than its backup"; fi
SCRIPT
  printf '# upgrade\n%s\n' "$(block upgrade)"
  cat <<'SCRIPT'
records | cmp - /root/records || fail "other records after the upgrade"
systemctl stop pledged
apt-get -q -y purge pledge >/dev/null
[ -d /var/lib/pledge/store ] || fail "purging the package took the letters"
[ ! -e /etc/pledge/pledged.conf ] || fail "purging the package left the settings"
trap - EXIT
echo "package installed, served, backed up, restored, upgraded and purged in a fresh Debian 12"
SCRIPT
} >"$work/root/root/try.sh"
# The page waits for a server for as long as it takes; here that has an end.
in_root --no-network "$work/root" timeout 300 bash /root/try.sh

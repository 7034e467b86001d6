# shellcheck shell=bash
# Fresh Debian 12 roots for checks, and commands in them. To be sourced; wants root, debootstrap and unshare.
# DEPLOY_CACHE is where the base root is kept between runs.
DEPLOY_CACHE=${DEPLOY_CACHE:-/var/tmp/pledge-deploy}
FRESH_BASE=$DEPLOY_CACHE/bookworm

# Exits with 77 and the reason when roots cannot be made here.
require_fresh_roots() {
  [ "$(id -u)" = 0 ] || { echo "skipped: only root can make a fresh root"; exit 77; }
  local tool
  for tool in debootstrap unshare chroot ip; do
    command -v $tool >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }
  done
}

# The root that all others are copies of: made once.
make_base_root() {
  if [ -e "$FRESH_BASE/.complete" ]; then return; fi
  rm -rf "$FRESH_BASE"
  mkdir -p "$DEPLOY_CACHE"
  debootstrap --variant=minbase --include=ca-certificates bookworm "$FRESH_BASE" >"$DEPLOY_CACHE/debootstrap.log" 2>&1 ||
    { tail -n 20 "$DEPLOY_CACHE/debootstrap.log" >&2; exit 1; }
  touch "$FRESH_BASE/.complete"
}

# fresh_root DIR: a copy that can resolve names.
fresh_root() {
  cp -a "$FRESH_BASE" "$1"
  cp /etc/resolv.conf /etc/hosts "$1/etc/"
}

# in_root [--no-network] DIR COMMAND...: as root in DIR, with /proc and /dev. Processes that it starts and mounts end with
# it. Without network it has a loopback of its own, so that no port is taken.
in_root() {
  local spaces=(--mount --pid --fork --kill-child)
  if [ "$1" = --no-network ]; then spaces+=(--net); shift; fi
  local root=$1
  shift
  # shellcheck disable=SC2016  # for the inner shell
  unshare "${spaces[@]}" bash -c '
    root=$1; shift
    mount --make-rprivate /
    mount -t proc proc "$root/proc"
    mount --rbind /dev "$root/dev"
    ip link set lo up 2>/dev/null
    exec chroot "$root" env -i HOME=/root PATH=/usr/sbin:/usr/bin:/sbin:/bin TERM=dumb LANG=C.UTF-8 DEBIAN_FRONTEND=noninteractive "$@"
  ' bash "$root" "$@"
}

#!/usr/bin/env bash
# Builds both images with buildah, from a Debian 12 made by debootstrap and without a registry, and runs what is inside as
# the image says: its user, its command line, a root file system that cannot be written, only the volumes that can.
# usage: image_test.sh      exit code 77 with the reason when a tool is missing; the first build takes as long as a build does
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
root=$(readlink -f "$here/../..")
# shellcheck source=tests/deploy/fresh_root.sh
. "$here/fresh_root.sh"
require_fresh_roots
for tool in buildah jq curl; do command -v $tool >/dev/null || { echo "skipped: $tool is not installed"; exit 77; }; done
BASE=localhost/bookworm-base
LIMIT_MIB=100  # of the image of the server, which may only fall

images() { buildah --storage-driver vfs --root "$DEPLOY_CACHE/storage" --runroot "$DEPLOY_CACHE/run" "$@"; }

make_base_image() {
  if images inspect --type image $BASE >/dev/null 2>&1; then return; fi
  local container
  container=$(images from scratch)
  images add -q "$container" "$FRESH_BASE" / >/dev/null
  images commit -q "$container" $BASE >/dev/null
  images rm "$container" >/dev/null
}

# build_image CONTAINERFILE TAG
build_image() {
  echo "building $1"
  (cd "$root" && images bud --isolation chroot --pull-never --layers --build-arg BASE=$BASE --ignorefile .containerignore \
    -f "deploy/$1" -t "$2" . >"$DEPLOY_CACHE/$1.log" 2>&1) || { tail -n 40 "$DEPLOY_CACHE/$1.log" >&2; exit 1; }
}

setting() { images inspect --type image "$1" | jq -r ".OCIv1.config.$2"; }

# in_image TAG SCRIPT: the script as root around the mounted image in $ROOT, in a network, process and mount space of its
# own. There `inside PROGRAM...` is a program in the image as its user, and COMMAND the command line of the image.
in_image() {
  local container mounted
  container=$(images from --pull-never "$1")
  mounted=$(images mount "$container")
  mapfile -t COMMAND < <(images inspect --type image "$1" | jq -r '.OCIv1.config | (.Entrypoint + .Cmd)[]')
  local status=0
  # shellcheck disable=SC2016
  LOG=$DEPLOY_CACHE/inside.log IMAGE_USER=$(setting "$1" User) SCRIPT=$2 SAMPLE=$root/tests/samples/provincial-reply.txt ROOT=$mounted \
    unshare --mount --pid --fork --kill-child --net bash -c '
      set -euo pipefail
      COMMAND=("$@")
      mount --make-rprivate /
      ip link set lo up
      mount --bind "$ROOT" "$ROOT"
      mount -o remount,bind,ro "$ROOT"
      for dir in /var/lib/pledge /var/backups/pledge /run/pledge; do
        if [ -d "$ROOT$dir" ]; then mount -t tmpfs -o mode=700,uid="${IMAGE_USER%:*}",gid="${IMAGE_USER#*:}" tmpfs "$ROOT$dir"; fi
      done
      mount -t proc proc "$ROOT/proc"
      mount --rbind /dev "$ROOT/dev"
      inside() { env -i PATH=/usr/sbin:/usr/bin LANG=C.UTF-8 chroot --userspec="$IMAGE_USER" "$ROOT" "$@"; }
      fail() { echo "FAILED: $*" >&2; exit 1; }
      retry() { for _ in $(seq 60); do "$@" >/dev/null 2>&1 && return; sleep 0.5; done; fail "$*"; }
      eval "$SCRIPT"
    ' bash "${COMMAND[@]}" || status=$?
  images rm "$container" >/dev/null
  return $status
}

make_base_image
build_image Containerfile localhost/pledge:check
[[ $(setting localhost/pledge:check User) =~ ^[1-9][0-9]*:[1-9][0-9]*$ ]] || { echo "the image does not name an unprivileged user" >&2; exit 1; }
size_mib=$(($(images images --format '{{.Size}}' --json localhost/pledge:check | jq -r '.[0].size' | sed 's/ .*//' | cut -d. -f1) + 1))
echo "image of the server: $size_mib MB"
[ "$size_mib" -le $LIMIT_MIB ] || { echo "the image is larger than $LIMIT_MIB MB" >&2; exit 1; }

# shellcheck disable=SC2016
in_image localhost/pledge:check '
  inside "${COMMAND[@]}" >"$LOG" 2>&1 &
  retry inside /usr/bin/pledgectl collections
  inside /usr/bin/pledgectl analyze - <"$SAMPLE" >"$LOG.records" || fail "no answer to a letter"
  [ -s "$LOG.records" ] || fail "no records of a letter"
  inside /usr/bin/pledgectl status --server unix:/run/pledge/operator.sock >/dev/null || fail "no answer for operators"
  inside /usr/bin/pledge-backup /var/backups/pledge 2 || fail "no backup"
  if inside /usr/bin/sh -c "echo >/usr/bin/x" 2>/dev/null; then fail "the root file system can be written"; fi
'
echo "the server in the image answers, takes backups, and cannot write its root"

build_image Containerfile.gateway localhost/pledge-gateway:check
# shellcheck disable=SC2016
in_image localhost/pledge-gateway:check '
  inside "${COMMAND[@]}" >"$LOG" 2>&1 &
  retry curl -sSf http://127.0.0.1:7480/livez
  curl -sSf http://127.0.0.1:7480/ >"$LOG.page"
  grep -q "<html" "$LOG.page" || fail "no page"
'
echo "the gateway in its image serves the page"

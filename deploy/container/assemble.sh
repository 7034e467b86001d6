#!/usr/bin/env bash
# Lays out the root file system of the image: the programs, the libraries that they load, and what a Unix needs.
# usage: assemble.sh OUT PROGRAM...      in Debian 12 with busybox-static and ca-certificates
# The shell and the few tools are busybox's, for the backup job and for people who look into a running container.
set -euo pipefail
out=${1:?usage: assemble.sh OUT PROGRAM...}
shift
[ $# -gt 0 ] || { echo "usage: assemble.sh OUT PROGRAM..." >&2; exit 2; }
OWNER=65532
APPLETS=(sh cat date df du find head ls mkdir mv rm sleep sort tail)

mkdir -p "$out"/{dev,etc/ssl/certs,lib,proc,run/pledge,sys,tmp,usr/bin,usr/share/doc,var/lib/pledge,var/backups/pledge}
ln -sfn usr/bin "$out/bin"
chmod 1777 "$out/tmp"

# The loader and all libraries, under the paths by which they are looked for.
libraries() { ldd "$@" | awk '$2 == "=>" && $3 ~ /^\// { print $3 } $1 ~ /^\/.*ld-linux/ { print $1 }' | sort -u; }

# The licences of what is passed on. A package knows its files by the name before or after the merge of / and /usr.
copy_licence() {
  local file package
  file=$(readlink -f "$1")
  package=$({ dpkg-query -S "$file" || dpkg-query -S "${file#/usr}"; } 2>/dev/null | head -n 1 | cut -d: -f1)
  [ -n "$package" ] || { echo "no package owns $1" >&2; exit 1; }
  mkdir -p "$out/usr/share/doc/$package"
  cp -L "/usr/share/doc/$package/copyright" "$out/usr/share/doc/$package/"
}

for program in "$@"; do
  install -m 755 -s "$program" "$out/usr/bin/"
done
while read -r library; do
  install -D -m 755 "$(readlink -f "$library")" "$out$library"
  copy_licence "$library"
done < <(libraries "$@")

install -m 755 /bin/busybox "$out/usr/bin/"
copy_licence /bin/busybox
for applet in "${APPLETS[@]}"; do ln -s busybox "$out/usr/bin/$applet"; done

cp /etc/ssl/certs/ca-certificates.crt "$out/etc/ssl/certs/"
printf 'root:x:0:0:root:/:/usr/bin/sh\npledge:x:%d:%d:Pledge:/var/lib/pledge:/usr/bin/sh\n' $OWNER $OWNER >"$out/etc/passwd"
printf 'root:x:0:\npledge:x:%d:\n' $OWNER >"$out/etc/group"
printf 'hosts: files dns\n' >"$out/etc/nsswitch.conf"
chown -R $OWNER:$OWNER "$out"/run/pledge "$out"/var/lib/pledge "$out"/var/backups/pledge
chmod 700 "$out"/run/pledge "$out"/var/lib/pledge "$out"/var/backups/pledge

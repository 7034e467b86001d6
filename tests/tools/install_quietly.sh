#!/bin/sh
# Installs Debian packages without starting the servers among them: here only tests start servers, on ports of their own.
# usage, as root: install_quietly.sh PACKAGE...
set -eu
policy=/usr/sbin/policy-rc.d
if [ ! -e $policy ]; then
  trap 'rm -f $policy' EXIT
  printf '#!/bin/sh\nexit 101\n' >$policy
  chmod 755 $policy
fi
DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends "$@"

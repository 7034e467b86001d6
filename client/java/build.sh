#!/usr/bin/env bash
# Compiles the generated client with Debian's packages alone, without Maven: what the tests use.
# usage: build.sh FOLDER      FOLDER: as generate.sh has made it; classes come into FOLDER/classes
#    or: build.sh --classpath FOLDER      prints the class path to run them with
set -euo pipefail
JARS=/usr/share/java
NAMES=(grpc-api grpc-core grpc-context grpc-stub grpc-netty grpc-protobuf grpc-protobuf-lite protobuf protobuf-util
  guava gson jsr305 geronimo-annotation-1.3-spec perfmark-api perfmark-impl
  netty-buffer netty-codec netty-codec-http netty-codec-http2 netty-codec-socks netty-common netty-handler
  netty-handler-proxy netty-resolver netty-transport)

jars() { printf ":$JARS/%s.jar" "${NAMES[@]}"; }

if [ "${1:-}" = --classpath ]; then
  echo "$2/classes:$2/src/main/resources$(jars)"
  exit
fi
cd "${1:?usage: build.sh FOLDER}"
for name in "${NAMES[@]}"; do
  [ -f "$JARS/$name.jar" ] || { echo "build.sh: $JARS/$name.jar is missing; ./dev clients installs it" >&2; exit 3; }
done
rm -rf classes
mkdir classes
find src debian examples -name '*.java' >sources.txt
/usr/bin/javac -nowarn -proc:none -encoding UTF-8 -cp "$(jars)" -d classes @sources.txt

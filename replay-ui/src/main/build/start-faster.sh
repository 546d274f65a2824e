#!/bin/sh
# Writes lib/vfr.aot of the distribution in the folder $1: what the JVM learns from one run of each command. It is for
# the JDK that bin/vfr finds here; another one takes no notice of it. Without it vfr works as well, but starts slower,
# so that a JDK that cannot make it fails no build.
set -eu
home=$(cd -P -- "$1/vfr" && pwd)
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
rm -f "$home/lib/vfr.aot"
# Made elsewhere first: the JVM takes the name apart at blanks, and nobody may see half of it.
if VFR_JAVA_OPTS="-XX:AOTCacheOutput=$scratch/vfr.aot" "$home/bin/vfr" rehearse "$scratch" && [ -s "$scratch/vfr.aot" ]; then
    cp "$scratch/vfr.aot" "$home/lib/vfr.aot"
else
    echo "start-faster: no cache made; vfr will start slower" >&2
fi

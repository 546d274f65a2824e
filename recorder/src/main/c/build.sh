#!/bin/sh
# Compiles the interposer: build.sh SOURCES CODECS OUT
# SOURCES is this folder, CODECS the headers that sbe-tool made of events.xml; the library goes to
# OUT/linux-MACHINE/libvfr-interposer.so. Takes the compiler from CC, and does nothing where nothing has changed.
set -eu
sources=$1
codecs=$2
out=$3

if [ "$(uname -s)" != Linux ]; then
    echo "interposer: not built, since VFIO is Linux's and this is $(uname -s); 'vfr record' needs it, the rest does not"
    exit 0
fi
machine=$(uname -m)
case $machine in
x86_64 | aarch64) ;;
*)
    echo "interposer: not built, since it is written for x86_64 and aarch64 and this is $machine"
    exit 0
    ;;
esac
compiler=${CC:-cc}
library=$out/linux-$machine/libvfr-interposer.so

# Which compiler, and with which flags, is as much a source as the files are.
flags="-std=gnu11 -O2 -fPIC -fvisibility=hidden -fno-strict-aliasing -Wall -Wextra -Werror -D_GNU_SOURCE -U_FORTIFY_SOURCE"
stamp="$compiler $flags"
if [ -f "$library" ] && [ "$(cat "$codecs/compiled-with" 2>/dev/null)" = "$stamp" ] &&
    [ -z "$(find "$sources" "$sources/../sbe" -type f -newer "$library" | head -n 1)" ]; then
    exit 0
fi

# shellcheck disable=SC2086 # CC may be a command with arguments, such as "ccache gcc".
if ! $compiler --version >/dev/null 2>&1; then
    echo "interposer: no C compiler: '$compiler' does not run; install gcc (the package gcc and libc6-dev), or set CC" >&2
    exit 4
fi
mkdir -p "${library%/*}"
# Nothing may be left to resolve at run time, least of all in the middle of a recorded call.
# shellcheck disable=SC2086
$compiler $flags -I "$sources" -isystem "$codecs" -shared -Wl,-soname,libvfr-interposer.so -Wl,-z,defs -Wl,-z,now \
    -Wl,-z,relro -Wl,-z,noexecstack -o "$library.new" "$sources"/*.c "$sources"/vfork.S
mv "$library.new" "$library"
echo "$stamp" >"$codecs/compiled-with"

#!/bin/sh
# Compiles the interposer, and a library with a fault, with AddressSanitizer and UndefinedBehaviorSanitizer:
# sanitize.sh SOURCES CODECS OUT, where SOURCES is this folder and CODECS holds the headers that sbe-tool made.
# Prints the sanitizer's runtime, which has to be preloaded before the libraries. Prints nothing if the compiler has none
# that works here.
set -eu
sources=$1
codecs=$2
out=$3
compiler=${CC:-cc}
mkdir -p "$out"

# Any report ends the process: the tests look at the exit status.
# shellcheck disable=SC2086 # CC may be a command with arguments, such as "ccache gcc".
compile() {
    $compiler -std=gnu11 -O1 -g -fPIC -fvisibility=hidden -fno-strict-aliasing -fno-omit-frame-pointer -Wall -Wextra \
        -D_GNU_SOURCE -U_FORTIFY_SOURCE -fsanitize=address,undefined -fno-sanitize-recover=all -shared "$@"
}

# shellcheck disable=SC2086
runtime=$($compiler -print-file-name=libasan.so 2>/dev/null) || exit 0
[ -f "$runtime" ] || exit 0
runtime=$(readlink -f "$runtime")
compile -o "$out/libfaulty.so" "$sources/faulty.c" 2>/dev/null || exit 0
LD_PRELOAD="$runtime $out/libfaulty.so" ASAN_OPTIONS=detect_leaks=0 /bin/true 2>/dev/null || exit 0

main=$sources/../../main/c
library=$out/libvfr-interposer.so
if [ ! -f "$library" ] || [ -n "$(find "$main" "$codecs" "$sources/sanitize.sh" -newer "$library" | head -n 1)" ]; then
    compile -I "$main" -isystem "$codecs" -Wl,-soname,libvfr-interposer.so -Wl,-z,now \
        -o "$library" "$main"/*.c "$main"/vfork.S
fi
echo "$runtime"

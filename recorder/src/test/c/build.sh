#!/bin/sh
# Compiles the fake driver and the test programs: build.sh SOURCES OUT, where SOURCES is this folder.
set -eu
sources=$1
out=$2
compiler=${CC:-cc}
mkdir -p "$out"

# stale FILE SOURCE...: whether FILE is missing or older than a source or a header.
stale() {
    file=$1
    shift
    [ -f "$file" ] && [ -z "$(find "$@" "$sources"/said.h "$sources"/build.sh "$sources"/../../main/c -newer "$file")" ] &&
        return 1
    return 0
}

# Optimised and fortified, as distributions build QEMU, so that the calls of the compiler's own choice are there.
compile() {
    # shellcheck disable=SC2086
    $compiler -std=gnu11 -O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2 -Wall -Wextra -Werror -D_GNU_SOURCE \
        -I "$sources" -I "$sources/../../main/c" "$@" -pthread
}

fake=$out/libfake-vfio.so
stale "$fake" "$sources/fake_vfio.c" && $compiler -std=gnu11 -O2 -U_FORTIFY_SOURCE -D_GNU_SOURCE \
    -Wall -Wextra -Werror -fPIC -shared -pthread \
    -o "$fake" "$sources/fake_vfio.c"
for program in calls processes; do
    stale "$out/$program" "$sources/$program.c" "$sources/said.c" &&
        compile -o "$out/$program" "$sources/$program.c" "$sources/said.c"
done
stale "$out/layout" "$sources/layout.c" && compile -o "$out/layout" "$sources/layout.c"
stale "$out/digest" "$sources/digest_of.c" &&
    compile -o "$out/digest" "$sources/digest_of.c" "$sources/../../main/c/digest.c"
exit 0

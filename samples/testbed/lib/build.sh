# Makes the guest in $cache, in stages. Each stage leaves a stamp with a checksum of its recipe and of the stage before:
# a stage that was interrupted or whose recipe has changed is done again, and with it all that follow.
# shellcheck shell=bash

readonly suite=trixie kernel_series=6.12
readonly kernel_source=linux-source-$kernel_series
readonly build_stages=(host_packages system packages module first_stage disk)

# What of the host's own programs is needed, and the packages they are in.
readonly host_programs=(qemu-system-x86_64 qemu-img debootstrap cpio mkfs.ext4 unshare)
readonly host_package_names=(qemu-system-x86 qemu-utils debootstrap cpio e2fsprogs seabios util-linux xz-utils)

# In the guest: a kernel, QEMU, strace, and a compiler for the module and for the jobs' own programs.
readonly first_packages=ca-certificates,kmod,gcc,libc6-dev,make,strace,python3,procps,iproute2,xz-utils
readonly guest_packages=(initramfs-tools linux-image-amd64 linux-headers-amd64 qemu-system-x86 busybox-static)

# Prints a line for each reason why the guest cannot be made here.
lacking_for_build() {
    [[ $(uname -s) == Linux && $(uname -m) == x86_64 ]] || echo "the test bed needs Linux on x86_64"
    [[ -r /etc/os-release ]] && grep -qx 'ID=debian' /etc/os-release || echo "the test bed needs a Debian host"
    command -v apt-get >/dev/null || echo "there is no apt-get here"
    if ! is_guest_built; then
        [[ $(id -u) == 0 ]] || echo "making the guest needs root (chroot)"
        can_reach_packages || echo "the Debian packages cannot be had here: $(package_mirror) does not answer"
    fi
}

# The mirror of this machine's own sources.
package_mirror() {
    local found
    found=$(
        {
            cat /etc/apt/sources.list.d/*.sources 2>/dev/null | sed -n 's/^URIs:[[:space:]]*//p'
            cat /etc/apt/sources.list /etc/apt/sources.list.d/*.list 2>/dev/null | sed -nE 's/^deb ([^]]*\] )?//p'
        } | tr ' ' '\n' | sed -nE 's|^(https?://.*/debian)/?$|\1|p'
    ) || true
    found=${found%%$'\n'*}
    echo "${found:-http://deb.debian.org/debian}"
}

can_reach_packages() {
    local helper=/usr/lib/apt/apt-helper answer
    answer=$(mktemp)
    timeout 60 "$helper" -q download-file "$(package_mirror)/dists/$suite/InRelease" "$answer" >/dev/null 2>&1
    local status=$?
    rm -f "$answer"
    return $status
}

recipe_of() {
    local stage=$1
    declare -f "$stage"
    echo "$suite $kernel_series $first_packages ${guest_packages[*]}"
    case $stage in
    first_stage) cat "$bed/guest/first-init" ;;
    disk) cat "$bed/guest/init" ;;
    esac
}

# Prints the stages with the checksum that each one's stamp should hold.
wanted_stamps() {
    local stage sum=
    for stage in "${build_stages[@]}"; do
        sum=$({ echo "$sum"; recipe_of "$stage"; } | sha256sum | cut -c1-32)
        echo "$stage $sum"
    done
}

is_guest_built() {
    local stage sum
    while read -r stage sum; do
        [[ $(cat "$cache/stamps/$stage" 2>/dev/null) == "$sum" ]] || return 1
    done < <(wanted_stamps)
}

build_guest() {
    is_guest_built && return
    mkdir -p "$cache/stamps"
    exec 9>"$cache/lock"
    flock 9
    local stage sum started
    while read -r stage sum <&3; do
        [[ $(cat "$cache/stamps/$stage" 2>/dev/null) == "$sum" ]] && continue
        started=$SECONDS
        rm -f "$cache/stamps/$stage"
        # A namespace of its own takes the mounts away with it, however the stage ends. Its own shell, so that set -e
        # holds in it.
        if ! unshare --mount --propagation private bash -c '
            set -euo pipefail
            bed=$1 repository=$2 cache=$3
            . "$bed/lib/build.sh"
            "$4"' - "$bed" "$repository" "$cache" "$stage" >"$cache/$stage.log" 2>&1; then
            tail -n 5 "$cache/$stage.log" >&2
            echo "testbed: stage $stage failed; all of it is in $cache/$stage.log" >&2
            exit 4
        fi
        echo "$sum" >"$cache/stamps/$stage"
        echo "testbed: built $stage in $((SECONDS - started)) s"
    done 3< <(wanted_stamps)
    flock -u 9
}

in_guest_root() {
    chroot "$cache/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LC_ALL=C \
        DEBIAN_FRONTEND=noninteractive "$@"
}

mount_guest_root() {
    mount -t proc proc "$cache/root/proc"
    mount -t sysfs sys "$cache/root/sys"
    mount --rbind /dev "$cache/root/dev"
}

guest_kernel() {
    (cd "$cache/root/lib/modules" && echo *-amd64)
}

# ---- the stages, in order ----

host_packages() {
    local program missing=
    for program in "${host_programs[@]}"; do
        command -v "$program" >/dev/null || missing=$program
    done
    if [[ -n $missing ]]; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "${host_package_names[@]}"
    fi
}

system() {
    rm -rf "$cache/root"
    # An older debootstrap does not know the suite's name; the script is the same for all of this decade.
    debootstrap --variant=minbase "--include=$first_packages" "$suite" "$cache/root" "$(package_mirror)" \
        /usr/share/debootstrap/scripts/sid
}

packages() {
    mount_guest_root
    cp /etc/resolv.conf "$cache/root/etc/"
    echo "deb $(package_mirror) $suite main" >"$cache/root/etc/apt/sources.list"
    # No service may start in the chroot, and the guest boots from an initramfs of our own.
    printf '#!/bin/sh\nexit 101\n' >"$cache/root/usr/sbin/policy-rc.d"
    chmod +x "$cache/root/usr/sbin/policy-rc.d"
    mkdir -p "$cache/root/etc/initramfs-tools"
    echo update_initramfs=no >"$cache/root/etc/initramfs-tools/update-initramfs.conf"
    in_guest_root apt-get update -qq
    in_guest_root apt-get install -y -qq --no-install-recommends -o Dpkg::Options::=--force-confold \
        "${guest_packages[@]}"
}

# The kernel's sample driver mtty, with migration v2. Debian does not build samples.
module() {
    mount_guest_root
    local kernel work=$cache/root/root/mtty source=/usr/src/$kernel_source.tar.xz
    kernel=$(guest_kernel)
    rm -rf "$work"
    mkdir -p "$work"
    (cd "$work" && in_guest_root sh -c "cd /root/mtty && apt-get download -q $kernel_source")
    dpkg-deb --fsys-tarfile "$work/$kernel_source"_*.deb | tar -xO ".$source" |
        tar -xJ -C "$work" --strip-components=3 --wildcards "$kernel_source/samples/vfio-mdev/mtty.c"
    rm "$work/$kernel_source"_*.deb
    # Its small functions have to stay functions, so that probes can be put on them.
    printf 'obj-m := mtty.o\nCFLAGS_mtty.o := -fno-inline\n' >"$work/Makefile"
    in_guest_root make -C "/lib/modules/$kernel/build" M=/root/mtty modules
    install -D "$work/mtty.ko" "$cache/root/lib/modules/$kernel/extra/mtty.ko"
    in_guest_root depmod "$kernel"
}

# The kernel, and an initramfs with no more than what mounts the disk.
first_stage() {
    mount_guest_root
    local kernel tree module name
    kernel=$(guest_kernel)
    tree=$(mktemp -d)
    mkdir -p "$tree/bin" "$tree/modules"
    cp "$cache/root/usr/bin/busybox" "$tree/bin/"
    install "$bed/guest/first-init" "$tree/init"
    for name in virtio_blk ext4; do
        in_guest_root modprobe -S "$kernel" --show-depends "$name" | sed -n 's/^insmod \([^ ]*\).*/\1/p'
    done | awk '!seen[$0]++' | while read -r module; do
        name=$(basename "$module" .xz)
        case $module in
        *.xz) xz -dc "$cache/root$module" >"$tree/modules/$name" ;;
        *) cp "$cache/root$module" "$tree/modules/$name" ;;
        esac
        echo "$name" >>"$tree/modules/order"
    done
    (cd "$tree" && find . | cpio -o -H newc --quiet | gzip -1) >"$cache/initramfs"
    cp "$cache/root/boot/vmlinuz-$kernel" "$cache/vmlinuz"
    rm -rf "$tree"
}

disk() {
    install "$bed/guest/init" "$cache/root/sbin/testbed-init"
    mkdir -p "$cache/root/job" "$cache/root/opt/jdk" "$cache/root/opt/vfr"
    rm -f "$cache"/root/var/cache/apt/archives/*.deb
    image_of "$cache/root" "$cache/root.img" 400
}

# Makes the ext4 image $2 of the folder $1, with $3 MiB to spare.
image_of() {
    local used
    used=$(du -sm "$1" | cut -f1)
    rm -f "$2"
    mkfs.ext4 -q -O ^has_journal -d "$1" "$2.new" "$((used * 12 / 10 + $3))M" >/dev/null
    mv "$2.new" "$2"
}

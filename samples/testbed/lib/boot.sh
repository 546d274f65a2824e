# Boots the guest and brings the results back.
# shellcheck shell=bash

# Seconds for a boot and for each job, far more than either takes: 8 and 20 to 60 on two cores.
readonly boot_seconds=120 job_seconds=300

readonly vfr_folder=$repository/target/vfr

lacking_for_run() {
    [[ -x $vfr_folder/bin/vfr ]] || echo "there is no $vfr_folder; build it with 'mvn verify'"
    find_jdk >/dev/null || echo "there is no JDK 25 here"
}

find_jdk() {
    (
        . "$repository/recorder/src/main/distribution/lib/find-jdk.sh"
        vfr_find_jdk java 2>/dev/null && cd -P "$JDK" && pwd
    )
}

# Makes the disk $2 of the folder $1 unless it holds just that.
disk_of() {
    local sum
    sum=$(cd "$1" && find . -type f -printf '%p %s %T@\n' | sort | sha256sum | cut -c1-32)
    [[ -e $2 && $(cat "$2.stamp" 2>/dev/null) == "$sum" ]] && return
    rm -f "$2.stamp"
    image_of "$1" "$2" 40
    echo "$sum" >"$2.stamp"
}

# Boots of one guest. A kernel that patches itself puts int3 instructions into its code for a moment. A CPU that runs into
# one of them looks whether it is being patched and goes on; an emulated one now and then comes too late, and the kernel
# dies of "Oops: int3". That says nothing of what is tested here.
readonly boots_max=3

# $1: the folder for the results; then the jobs.
boot_guest() {
    local results=$1 work started=$SECONDS boots=1
    shift
    disk_of "$(find_jdk)" "$cache/jdk.img"
    disk_of "$vfr_folder" "$cache/vfr.img"
    work=$(mktemp -d)
    printf '%s\n' "$@" >"$work/jobs.txt"
    tar -cf "$work/in.tar" --exclude=__pycache__ -C "$bed/jobs" . -C "$work" jobs.txt
    until boot_once "$results" "$work" $#; do
        if ((boots++ >= boots_max)) || ! grep -q 'Oops: int3' "$results/serial.txt"; then
            rm -rf "$work"
            tail -n 5 "$results/serial.txt" >&2
            echo "testbed: the guest did not finish (status $status); its console is in $results/serial.txt" >&2
            exit 1
        fi
        echo "testbed: the emulator lost the guest's kernel (Oops: int3); booting it again" >&2
    done
    rm -rf "$work"
    echo "testbed: ran $* in $((SECONDS - started)) s"
    cat "$results/console.txt"
    [[ $(cat "$results/status") == 0 ]] || { echo "testbed: a job failed" >&2; exit 1; }
}

# $1: the folder for the results, $2: the folder of its disks, $3: how many jobs. Sets status, that of the emulator, and
# fails where the guest did not come to its end.
boot_once() {
    local results=$1 work=$2 jobs=$3
    rm -f "$work/out.tar" "$work/root.qcow2"
    truncate -s 512M "$work/out.tar"
    qemu-img create -q -f qcow2 -F raw -b "$cache/root.img" "$work/root.qcow2"
    rm -rf "$results"
    mkdir -p "$results"
    status=0
    timeout -k 5 "$((boot_seconds + job_seconds * jobs))" qemu-system-x86_64 -name testbed -accel tcg,thread=multi \
        -cpu max -smp 2 -m 4096 -nodefaults -no-user-config -display none -no-reboot \
        -serial "file:$results/serial.txt" -kernel "$cache/vmlinuz" -initrd "$cache/initramfs" \
        -append "console=ttyS0 quiet loglevel=4 mitigations=off nokaslr panic=5 random.trust_cpu=on tsc=reliable" \
        -drive "file=$work/root.qcow2,if=virtio,format=qcow2,cache=unsafe" \
        -drive "file=$work/in.tar,if=virtio,format=raw,readonly=on" \
        -drive "file=$work/out.tar,if=virtio,format=raw,cache=unsafe" \
        -drive "file=$cache/jdk.img,if=virtio,format=raw,readonly=on" \
        -drive "file=$cache/vfr.img,if=virtio,format=raw,readonly=on" \
        -object rng-random,id=random,filename=/dev/urandom -device virtio-rng-pci,rng=random &
    # Whoever stops this script stops the guest, and leaves nothing in /tmp.
    local guest=$!
    trap "kill $guest 2>/dev/null; rm -rf '$work'" EXIT
    trap 'exit 130' INT
    trap 'exit 143' TERM
    wait "$guest" || status=$?
    trap - INT TERM EXIT
    tar -xf "$work/out.tar" -C "$results" 2>/dev/null || true
    [[ $status == 0 && -e $results/status ]]
}

# Holds the traces against what strace and the kernel saw of the same runs.
# shellcheck shell=bash

compare_calls() {
    local flags jdk
    read -r flags <"$vfr_folder/lib/jvm.flags"
    jdk=$(find_jdk)
    # shellcheck disable=SC2086
    "$jdk/bin/java" $flags -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$vfr_folder/lib/*" \
        dev.vfr.samples.testbed.CompareCalls "$@"
}

# $1: the folder with the results; then the jobs. Ends with 1 where a trace lacks a call.
judge() {
    local results=$1 job folder trace name wrong=0
    shift
    for job in "$@"; do
        folder=$results/${job//:/-}/compared
        for trace in "$folder"/*.vfr; do
            name=$(basename "$trace" .vfr)
            echo "== $job, $name"
            compare_calls "$trace" "$folder/$name.strace" "$folder/kernel.ftrace" || wrong=1
        done
    done
    [[ $wrong == 0 ]] || { echo "testbed: a trace lacks calls that others saw" >&2; exit 1; }
    echo "testbed: every call that strace and the driver saw is in the traces"
}

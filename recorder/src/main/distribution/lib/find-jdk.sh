# Finds a JDK 25, for the launchers, which read this file with the dot command.

# Whether the folder $1 holds a JDK 25 with the program $2. Asks the release file: starting java would be slow.
vfr_is_jdk_25() {
    [ -n "$1" ] && [ -x "$1/bin/$2" ] && [ -r "$1/release" ] || return 1
    while IFS= read -r vfr_line; do
        case $vfr_line in
        'JAVA_VERSION="25"' | 'JAVA_VERSION="25.'*) return 0 ;;
        esac
    done <"$1/release"
    return 1
}

# Prints what java on the PATH calls its home.
vfr_home_of_path_java() {
    vfr_java=$(command -v java) || return
    while [ -h "$vfr_java" ]; do
        vfr_link=$(readlink "$vfr_java") || return
        case $vfr_link in
        /*) vfr_java=$vfr_link ;;
        *) vfr_java=${vfr_java%/*}/$vfr_link ;;
        esac
    done
    vfr_dir=${vfr_java%/bin/*}
    if [ ! -r "$vfr_dir/release" ]; then
        # A stub that starts the real one, as on macOS or under a version manager.
        vfr_dir=$(java -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java\.home = //p')
    fi
    printf '%s\n' "$vfr_dir"
}

# Sets JDK to a JDK 25 that has the program $1 (java or javac): JAVA_HOME, the PATH, then where JDKs usually are.
vfr_find_jdk() {
    JDK=${JAVA_HOME:-}
    vfr_is_jdk_25 "$JDK" "$1" && return 0
    JDK=$(vfr_home_of_path_java)
    vfr_is_jdk_25 "$JDK" "$1" && return 0
    for JDK in /usr/lib/jvm/* /usr/lib64/jvm/* /usr/java/* /usr/jdk/* /usr/local/* /opt/* /opt/java/* /opt/jdk/* \
        "${HOME:-/}"/.sdkman/candidates/java/* "${HOME:-/}"/.jdks/* "${HOME:-/}"/.m2/jdks/* \
        "${HOME:-/}"/.gradle/jdks/* "${HOME:-/}"/.jbang/cache/jdks/* "${HOME:-/}"/.asdf/installs/java/* \
        "${HOME:-/}"/.local/share/mise/installs/java/* "${HOME:-/}"/.jabba/jdk/* \
        /Library/Java/JavaVirtualMachines/*/Contents/Home \
        "${HOME:-/}"/Library/Java/JavaVirtualMachines/*/Contents/Home \
        /opt/homebrew/opt/openjdk@25/libexec/openjdk.jdk/Contents/Home; do
        vfr_is_jdk_25 "$JDK" "$1" && return 0
    done
    echo "vfr: no JDK 25 found; install one (Temurin 25, or the package openjdk-25-jdk) or point JAVA_HOME at it" >&2
    return 1
}

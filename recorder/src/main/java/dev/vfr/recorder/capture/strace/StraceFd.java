package dev.vfr.recorder.capture.strace;

import dev.vfr.model.vfio.FdKind;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A file descriptor as the option -y prints it: `14<anon_inode:[vfio-device]>`, `8</dev/vfio/0>`.
///
/// @param target what stands between the angle brackets
record StraceFd(int number, String target) {

    private static final Pattern FORM = Pattern.compile("^(\\d{1,9})<(.*?)>$");
    private static final Pattern BARE = Pattern.compile("^\\d{1,9}$");
    private static final Pattern GROUP = Pattern.compile("/dev/vfio/(noiommu-)?\\d+");
    /// What -yy adds: `</dev/vfio/0<char 244:0>>`.
    private static final Pattern DEVICE_NUMBER = Pattern.compile("<(char|block) \\d+:\\d+>?$");

    private static final String ANONYMOUS = "anon_inode:";

    /// Anonymous files that are not in brackets like most of the kernel's own, and are no driver's data_fd
    /// either.
    private static final Set<String> OTHERS = Set.of(
            "inotify",
            "sync_file",
            "kvm",
            "bpf",
            "btf",
            "dmabuf",
            "iio",
            "gpio",
            "counter",
            "seccomp",
            "perf",
            "rxrpc",
            "sgx",
            "tpm",
            "userfaultfd",
            "pidfd",
            "mshv",
            "sev",
            "papr",
            "<unknown>");

    /// The descriptor that an argument or an answer stands for, empty where it is none or -y was not given.
    static Optional<StraceFd> of(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            return Optional.empty();
        }
        String target = DEVICE_NUMBER.matcher(form.group(2)).replaceFirst("");
        return Optional.of(new StraceFd(Integer.parseInt(form.group(1)), target));
    }

    /// A number without the name of its file.
    static boolean isBare(String text) {
        return BARE.matcher(text).matches();
    }

    /// What it stands for, empty where it has nothing to do with VFIO. A data_fd is an anonymous file that
    /// carries the driver's name, `mtty_mig`, `mlx5vf_mig`, and none of the kernel's other ones: those are in
    /// brackets or listed here.
    Optional<FdKind> kind() {
        if (target.equals("/dev/vfio/vfio")) {
            return Optional.of(FdKind.CONTAINER);
        }
        if (target.equals("/dev/iommu")) {
            return Optional.of(FdKind.IOMMUFD);
        }
        if (GROUP.matcher(target).matches()) {
            return Optional.of(FdKind.GROUP);
        }
        if (target.startsWith("/dev/vfio/devices/") || target.equals(ANONYMOUS + "[vfio-device]")) {
            return Optional.of(FdKind.DEVICE);
        }
        return isDataFd() ? Optional.of(FdKind.DATA) : Optional.empty();
    }

    private boolean isDataFd() {
        if (!target.startsWith(ANONYMOUS)) {
            return false;
        }
        String name = target.substring(ANONYMOUS.length());
        boolean other =
                name.isEmpty() || name.startsWith("[") || OTHERS.stream().anyMatch(name::startsWith);
        return !other;
    }
}

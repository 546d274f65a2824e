package dev.vfr.recorder.capture.strace;

import dev.vfr.model.vfio.FdKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A call that moves bytes over a data_fd.
///
/// @param askedBytes bytes, empty where strace does not show it
record StraceTransfer(StraceFd fd, boolean read, OptionalLong askedBytes) {

    private static final Pattern PART = Pattern.compile("iov_len=(\\d{1,18})");

    /// Empty where no data_fd is among the call's files.
    static Optional<StraceTransfer> of(String name, List<String> arguments) {
        return switch (name) {
            case "read", "pread64" -> at(arguments, 0, true, number(arguments, 2));
            case "write", "pwrite64" -> at(arguments, 0, false, number(arguments, 2));
            case "readv", "preadv", "preadv2" -> at(arguments, 0, true, parts(arguments));
            case "writev", "pwritev", "pwritev2" -> at(arguments, 0, false, parts(arguments));
            case "sendfile", "sendfile64" ->
                at(arguments, 1, true, number(arguments, 3)).or(() -> at(arguments, 0, false, number(arguments, 3)));
            case "splice", "copy_file_range" ->
                at(arguments, 0, true, number(arguments, 4)).or(() -> at(arguments, 2, false, number(arguments, 4)));
            default -> Optional.empty();
        };
    }

    private static Optional<StraceTransfer> at(List<String> arguments, int index, boolean read, OptionalLong asked) {
        if (arguments.size() <= index) {
            return Optional.empty();
        }
        return StraceFd.of(arguments.get(index))
                .filter(fd -> fd.kind().equals(Optional.of(FdKind.DATA)))
                .map(fd -> new StraceTransfer(fd, read, asked));
    }

    private static OptionalLong number(List<String> arguments, int index) {
        return arguments.size() <= index ? OptionalLong.empty() : StraceArguments.number(arguments.get(index));
    }

    /// Empty where strace printed only the first parts of a long list.
    private static OptionalLong parts(List<String> arguments) {
        if (arguments.size() < 2
                || arguments.get(1).endsWith("...]")
                || !arguments.get(1).startsWith("[")) {
            return OptionalLong.empty();
        }
        long total = 0;
        for (Matcher part = PART.matcher(arguments.get(1)); part.find(); ) {
            total += Long.parseLong(part.group(1));
        }
        return OptionalLong.of(total);
    }
}

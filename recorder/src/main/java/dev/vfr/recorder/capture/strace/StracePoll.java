package dev.vfr.recorder.capture.strace;

import dev.vfr.model.vfio.FdKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One data_fd of a poll: `poll([{fd=17<anon_inode:mtty_mig>, events=POLLIN}], 1, 0) = 1 ([{fd=17,
/// revents=POLLIN}])`.
///
/// @param asked poll(2) bits
/// @param answered poll(2) bits, 0 where others were ready or the time ran out; empty where the poll failed
record StracePoll(StraceFd fd, int asked, OptionalInt answered, OptionalLong timeoutNs) {

    private static final Pattern ASKED = Pattern.compile("\\{fd=(\\d{1,9}<[^,]*>), events=([A-Z0-9|x]+)");
    private static final Pattern ANSWERED = Pattern.compile("\\{fd=(\\d{1,9})(?:<[^,]*>)?, revents=([A-Z0-9|x]+)");
    private static final Pattern TIMESPEC = Pattern.compile("^\\{tv_sec=(\\d{1,9}), tv_nsec=(\\d{1,9})");

    private static final long NS_PER_MS = 1_000_000;
    private static final long NS_PER_SECOND = 1_000_000_000;

    /// From include/uapi/asm-generic/poll.h.
    private static final Map<String, Integer> BITS = Map.ofEntries(
            Map.entry("POLLIN", 0x1),
            Map.entry("POLLPRI", 0x2),
            Map.entry("POLLOUT", 0x4),
            Map.entry("POLLERR", 0x8),
            Map.entry("POLLHUP", 0x10),
            Map.entry("POLLNVAL", 0x20),
            Map.entry("POLLRDNORM", 0x40),
            Map.entry("POLLRDBAND", 0x80),
            Map.entry("POLLWRNORM", 0x100),
            Map.entry("POLLWRBAND", 0x200),
            Map.entry("POLLMSG", 0x400),
            Map.entry("POLLRDHUP", 0x2000));

    static List<StracePoll> of(StraceCall call, List<String> arguments) {
        List<StracePoll> polls = new ArrayList<>();
        if (arguments.isEmpty()) {
            return polls;
        }
        for (Matcher asked = ASKED.matcher(arguments.getFirst()); asked.find(); ) {
            Optional<StraceFd> fd = StraceFd.of(asked.group(1));
            if (fd.isPresent() && fd.get().kind().equals(Optional.of(FdKind.DATA))) {
                OptionalInt answered =
                        call.result().isOk() ? OptionalInt.of(answered(call, fd.get())) : OptionalInt.empty();
                polls.add(new StracePoll(fd.get(), bits(asked.group(2)), answered, timeout(call, arguments)));
            }
        }
        return polls;
    }

    private static int answered(StraceCall call, StraceFd fd) {
        for (Matcher answered = ANSWERED.matcher(call.answerText()); answered.find(); ) {
            if (Integer.parseInt(answered.group(1)) == fd.number()) {
                return bits(answered.group(2));
            }
        }
        return 0;
    }

    /// poll(2) counts ms, ppoll(2) has a timespec; a negative number or NULL waits for ever.
    private static OptionalLong timeout(StraceCall call, List<String> arguments) {
        if (arguments.size() < 3) {
            return OptionalLong.empty();
        }
        String text = arguments.get(2);
        if (call.name().equals("poll")) {
            OptionalLong ms = StraceArguments.number(text);
            return ms.isPresent() && ms.getAsLong() >= 0 && ms.getAsLong() <= Integer.MAX_VALUE
                    ? OptionalLong.of(ms.getAsLong() * NS_PER_MS)
                    : OptionalLong.empty();
        }
        Matcher timespec = TIMESPEC.matcher(text);
        return timespec.lookingAt()
                ? OptionalLong.of(Long.parseLong(timespec.group(1)) * NS_PER_SECOND + Long.parseLong(timespec.group(2)))
                : OptionalLong.empty();
    }

    private static int bits(String text) {
        int bits = 0;
        for (String word : text.split("\\|", -1)) {
            Integer known = BITS.get(word);
            bits |= known != null ? known : (int) StraceArguments.number(word).orElse(0);
        }
        return bits;
    }
}

package dev.vfr.recorder.capture.ftrace;

import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// One line of ftrace: ` qemu-system-x86-220     (    220) [001] .....    17.879411: set:
/// (mtty_set_state+0x4/0x110 …) …`.
///
/// @param task the thread's name, which may hold blanks
/// @param group the process id, where the option record-tgid was on
/// @param timeNs ns on the trace's clock
/// @param event the event's name
/// @param text what the event shows
record FtraceLine(String task, int thread, OptionalLong group, long timeNs, String event, String text) {

    private static final Pattern FORM = Pattern.compile(
            "^ *(.+)-(\\d{1,9}) +(?:\\( *(\\d{1,9}|-+)\\) +)?\\[\\d{3,}] +(?:\\S+ +)?(\\d{1,9})\\.(\\d{6}): (\\w+): (.*)$");
    private static final Pattern MODULE = Pattern.compile("\\[(\\w+)]");

    private static final long NS_PER_SECOND = 1_000_000_000;
    private static final long NS_PER_US = 1_000;

    static Optional<FtraceLine> of(String line) {
        Matcher form = FORM.matcher(line);
        if (!form.matches()) {
            return Optional.empty();
        }
        String group = form.group(3);
        boolean grouped = group != null && !group.startsWith("-");
        return Optional.of(new FtraceLine(
                form.group(1),
                Integer.parseInt(form.group(2)),
                grouped ? OptionalLong.of(Long.parseLong(group)) : OptionalLong.empty(),
                Long.parseLong(form.group(4)) * NS_PER_SECOND + Long.parseLong(form.group(5)) * NS_PER_US,
                form.group(6),
                form.group(7)));
    }

    /// The module that the probed function is in, where the line names it.
    Optional<String> module() {
        Matcher module = MODULE.matcher(text);
        return module.find() ? Optional.of(module.group(1)) : Optional.empty();
    }

    /// The value of `name=` as it is printed.
    Optional<String> value(String name) {
        int at = text.indexOf(" " + name + "=");
        if (at < 0) {
            return Optional.empty();
        }
        int start = at + name.length() + 2;
        int end = text.indexOf(' ', start);
        return Optional.of(end < 0 ? text.substring(start) : text.substring(start, end));
    }

    /// The value of `name=` as a number, in decimal or hexadecimal; empty where it is none of 64 bits.
    OptionalLong number(String name) {
        Optional<String> value = value(name);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        try {
            String digits = value.get();
            return OptionalLong.of(
                    digits.startsWith("0x") ? Long.parseUnsignedLong(digits.substring(2), 16) : Long.parseLong(digits));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}

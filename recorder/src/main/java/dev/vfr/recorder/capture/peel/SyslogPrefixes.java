package dev.vfr.recorder.capture.peel;

import dev.vfr.model.event.EventHeader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What syslog and the outputs `short`, `short-iso`, `short-precise`, `short-full`, `short-unix` and `short-monotonic`
/// of
/// journalctl put before a message: time, host, program and process.
///
/// Lines of the kernel keep theirs: they are read by what stands there.
final class SyslogPrefixes implements Layer {

    /// These are read by what stands there.
    private static final Set<String> OF_THE_KERNEL = Set.of("kernel", "nvidia-vgpu-mgr");

    private static final String PROGRAM = " ([\\w.-]+) ([^\\s:\\[]{1,64})(?:\\[(\\d+)])?: ";

    private static final Pattern COMPLETE = Pattern.compile("^(?:<\\d{1,3}>)?(" + OuterTime.ISO + ")" + PROGRAM);
    private static final Pattern BRIEF = Pattern.compile("^(?:<\\d{1,3}>)?(" + OuterTime.SHORT + ")" + PROGRAM);
    private static final Pattern FULL =
            Pattern.compile("^[A-Z][a-z]{2} (" + OuterTime.LOCAL + ") ([A-Z]{2,5}|[+-]\\d{2,4})" + PROGRAM);
    private static final Pattern UNIX = Pattern.compile("^(\\d{9,11}\\.\\d{6})" + PROGRAM);
    private static final Pattern MONOTONIC = Pattern.compile("^\\[ *(\\d+\\.\\d{6})]" + PROGRAM);
    private static final Pattern RFC5424 = Pattern.compile("^<\\d{1,3}>1 (" + OuterTime.ISO
            + ") (\\S+) (\\S+) (\\S+) \\S+ (?:-|(?:\\[[^\\]]*])+) ?(?:\u00ef\u00bb\u00bf)?");

    @Override
    public void take(Line line, Consumer<Line> inner) {
        if (line.length() > 20) {
            peel(line, line.prefix());
        }
        inner.accept(line);
    }

    /// Whether a line has such a prefix of a program.
    static boolean has(String text) {
        Line line = new Line(new byte[0], 0, 0).with(text);
        if (line.length() > 20) {
            peel(line, line.prefix());
        }
        return line.layers() > 0;
    }

    private static void peel(Line line, String text) {
        switch (text.charAt(0)) {
            case '[' -> rough(line, MONOTONIC.matcher(text), 2);
            case '<' -> {
                if (!timed(line, RFC5424.matcher(text), 2) && !timed(line, COMPLETE.matcher(text), 2)) {
                    rough(line, BRIEF.matcher(text), 2);
                }
            }
            default -> {
                if (text.charAt(0) >= '0' && text.charAt(0) <= '9') {
                    if (!timed(line, COMPLETE.matcher(text), 2)) {
                        timed(line, UNIX.matcher(text), 2);
                    }
                } else if (!rough(line, BRIEF.matcher(text), 2)) {
                    full(line, FULL.matcher(text));
                }
            }
        }
    }

    private static boolean timed(Line line, Matcher found, int host) {
        if (!isOfProgram(found, host)) {
            return false;
        }
        String time = found.group(1);
        line.outerNs(time.indexOf('-') < 0 ? OuterTime.seconds(time) : OuterTime.complete(time));
        strip(line, found, host);
        return true;
    }

    private static boolean rough(Line line, Matcher found, int host) {
        if (!isOfProgram(found, host)) {
            return false;
        }
        String time = found.group(1);
        boolean sinceBoot = Character.isDigit(time.charAt(0));
        line.roughNs(sinceBoot ? OuterTime.seconds(time) : OuterTime.rough(time));
        strip(line, found, host);
        return true;
    }

    private static void full(Line line, Matcher found) {
        if (!isOfProgram(found, 3)) {
            return;
        }
        boolean utc = found.group(2).equals("UTC");
        line.outerNs(utc ? OuterTime.complete(found.group(1) + "Z") : EventHeader.UNKNOWN_NS);
        line.roughNs(OuterTime.rough(found.group(1)));
        strip(line, found, 3);
    }

    private static boolean isOfProgram(Matcher found, int host) {
        return found.find() && !OF_THE_KERNEL.contains(found.group(host + 1));
    }

    private static void strip(Line line, Matcher found, int host) {
        String process = found.group(host + 2);
        boolean shown = process != null && !process.equals("-");
        line.origin(found.group(host + 1) + (shown ? "[" + process + "]" : ""));
        line.strip(found.end());
    }
}

package dev.vfr.recorder.capture.kernellog;

import dev.vfr.recorder.capture.kernellog.KernelLine.Stamp;
import dev.vfr.recorder.capture.kernellog.KernelTimes.Fields;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Recognises one line of a kernel log, in the forms of dmesg, of syslog and of journalctl's texts.
///
/// | form | line |
/// |---|---|
/// | `dmesg` | `[   12.345678] text`, with `[ T123]` or `[ C0]` if the kernel shows the caller |
/// | `dmesg -r`, `-x` | `<6>[   12.345678] text`, `kern  :info  : [   12.345678] text` |
/// | `dmesg -T` | `[Tue Dec  1 00:45:11 2026] text` |
/// | `dmesg --time-format iso` | `2026-12-01T00:45:11,123456+00:00 text` |
/// | `journalctl -k`, kern.log | `Dec 01 00:45:11 host kernel: text`, with microseconds, or ISO |
/// | `journalctl -o short-monotonic` | `[   12.345678] host kernel: text` |
/// | `journalctl -o short-unix` | `1764549911.123456 host kernel: text` |
public final class KernelLines {

    /// Longer than any message of the kernel; what follows is left out before any pattern looks at it.
    static final int TEXT_MAX = 4096;

    private static final String TAG = "\\S{1,255} (?:kernel|(nvidia-vgpu-mgr)(?:\\[\\d{1,10}])?): ?";
    private static final Pattern PRIORITY = Pattern.compile("^<(\\d{1,3})>");
    private static final Pattern DECODED =
            Pattern.compile("^[a-z0-9]{2,10} *:(emerg|alert|crit|err|warn|notice|info|debug) *: ?");
    private static final Pattern BOOT = Pattern.compile("^\\[ *(\\d{1,9})\\.(\\d{3,9})](?: ?\\[ *[TC]\\d{1,10}])? ?");
    private static final Pattern CTIME =
            Pattern.compile("^\\[(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun) ([A-Z][a-z]{2}) +(\\d{1,2}) (\\d\\d:\\d\\d:\\d\\d)"
                    + " (\\d{4})](?: ?\\[ *[TC]\\d{1,10}])? ?");
    private static final Pattern ISO = Pattern.compile(
            "^(\\d{4})-(\\d\\d)-(\\d\\d)T(\\d\\d:\\d\\d:\\d\\d)" + "(?:([.,])(\\d{1,9}))?([+-]\\d\\d:?\\d\\d|Z)? ");
    private static final Pattern SYSLOG =
            Pattern.compile("^([A-Z][a-z]{2}) +(\\d{1,2}) (\\d\\d:\\d\\d:\\d\\d)(?:\\.(\\d{1,9}))? ");
    private static final Pattern UNIX = Pattern.compile("^(\\d{10})\\.(\\d{6}) ");
    private static final Pattern TAGGED = Pattern.compile("^" + TAG);
    private static final Pattern OF_JOURNAL =
            Pattern.compile("\"(?:_TRANSPORT|SYSLOG_IDENTIFIER)\" ?: ?\"kernel\"|^_TRANSPORT=kernel$");
    private static final Pattern EXPORTED = Pattern.compile("^(?:[A-Z_][A-Z0-9_]{0,63}=.*|)$");

    private static final int LOOKED_AT_MAX = 400;

    private final KernelTimes times;

    KernelLines(KernelTimes times) {
        this.times = times;
    }

    /// Whether most of these lines are of a kernel log.
    public static boolean areIn(List<String> lines) {
        KernelLines known = new KernelLines(new KernelTimes(OptionalLong.empty(), OptionalLong.of(0)));
        int looked = 0;
        int found = 0;
        boolean exported = false;
        for (String line : lines) {
            if (looked == LOOKED_AT_MAX) {
                break;
            }
            if (line.isBlank()) {
                continue;
            }
            looked++;
            boolean ofJournal = isOfJournal(line);
            exported |= ofJournal && line.startsWith("_TRANSPORT=");
            if (ofJournal
                    || known.isKernelLine(line)
                    || (exported && EXPORTED.matcher(line).find())) {
                found++;
            }
        }
        return found > 0 && (found * 2 > looked || (exported && found * 4 > looked));
    }

    private static boolean isOfJournal(String line) {
        return (line.startsWith("{") || line.startsWith("_"))
                && OF_JOURNAL.matcher(cut(line)).find();
    }

    /// Whether the line has one of the forms, whatever its time is.
    private boolean isKernelLine(String line) {
        String text = cut(line);
        Matcher syslog = SYSLOG.matcher(text);
        if (syslog.find()) {
            return TAGGED.matcher(text.substring(syslog.end())).find();
        }
        return of(line).isPresent();
    }

    /// The message on the line, empty where it has none of the forms.
    Optional<KernelLine> of(String line) {
        String rest = cut(line);
        Optional<String> level = Optional.empty();
        Matcher priority = PRIORITY.matcher(rest);
        Matcher decoded = DECODED.matcher(rest);
        if (priority.find()) {
            level = Optional.of(KernelLine.level(Integer.parseInt(priority.group(1))));
            rest = rest.substring(priority.end());
        } else if (decoded.find()) {
            level = Optional.of(decoded.group(1));
            rest = rest.substring(decoded.end());
        }
        return stamped(rest, level);
    }

    private Optional<KernelLine> stamped(String rest, Optional<String> level) {
        Matcher boot = BOOT.matcher(rest);
        if (boot.find()) {
            String after = rest.substring(boot.end());
            Matcher tagged = TAGGED.matcher(after);
            String text = tagged.find() ? untagged(after, tagged) : after;
            return Optional.of(new KernelLine(Stamp.boot(bootNs(boot)), level, text));
        }
        Matcher ctime = CTIME.matcher(rest);
        if (ctime.find()) {
            int month = KernelTimes.MONTHS.indexOf(ctime.group(1)) + 1;
            Fields fields = new Fields(
                    Integer.parseInt(ctime.group(4)),
                    month,
                    Integer.parseInt(ctime.group(2)),
                    ctime.group(3),
                    Optional.empty());
            Stamp stamp = times.computed(fields, Optional.empty()).orElse(Stamp.NONE);
            return month == 0
                    ? Optional.empty()
                    : Optional.of(new KernelLine(stamp, level, rest.substring(ctime.end())));
        }
        return iso(rest, level).or(() -> syslog(rest, level)).or(() -> unix(rest, level));
    }

    /// dmesg prints a comma before the decimals, and nothing between the time and the message.
    private Optional<KernelLine> iso(String rest, Optional<String> level) {
        Matcher iso = ISO.matcher(rest);
        if (!iso.find()) {
            return Optional.empty();
        }
        Fields fields = new Fields(
                Integer.parseInt(iso.group(1)),
                Integer.parseInt(iso.group(2)),
                Integer.parseInt(iso.group(3)),
                iso.group(4),
                Optional.ofNullable(iso.group(6)));
        Optional<String> zone = Optional.ofNullable(iso.group(7));
        String after = rest.substring(iso.end());
        if (TAGGED.matcher(after).find()) {
            return tagged(times.logged(fields, zone).orElse(Stamp.NONE), level, after);
        }
        return ",".equals(iso.group(5))
                ? Optional.of(new KernelLine(times.computed(fields, zone).orElse(Stamp.NONE), level, after))
                : Optional.empty();
    }

    private Optional<KernelLine> syslog(String rest, Optional<String> level) {
        Matcher syslog = SYSLOG.matcher(rest);
        if (!syslog.find()) {
            return Optional.empty();
        }
        int month = KernelTimes.MONTHS.indexOf(syslog.group(1)) + 1;
        if (month == 0) {
            return Optional.empty();
        }
        Fields fields = new Fields(
                0, month, Integer.parseInt(syslog.group(2)), syslog.group(3), Optional.ofNullable(syslog.group(4)));
        return tagged(times.yearless(fields).orElse(Stamp.NONE), level, rest.substring(syslog.end()));
    }

    private static Optional<KernelLine> unix(String rest, Optional<String> level) {
        Matcher unix = UNIX.matcher(rest);
        if (!unix.find()) {
            return Optional.empty();
        }
        long ns = Long.parseLong(unix.group(1)) * 1_000_000_000L + KernelTimes.nanos(unix.group(2));
        return tagged(Stamp.real(ns, 10_000_000), level, rest.substring(unix.end()));
    }

    /// What follows the name of the host and `kernel:`; rsyslog keeps the kernel's own stamp behind these.
    private static Optional<KernelLine> tagged(Stamp stamp, Optional<String> level, String after) {
        Matcher tag = TAGGED.matcher(after);
        if (!tag.find()) {
            return Optional.empty();
        }
        String text = untagged(after, tag);
        Matcher boot = BOOT.matcher(text);
        return boot.find()
                ? Optional.of(
                        new KernelLine(stamp.or(OptionalLong.of(bootNs(boot))), level, text.substring(boot.end())))
                : Optional.of(new KernelLine(stamp, level, text));
    }

    /// The message without host and program; that it is of NVIDIA's host software and not of the kernel stays.
    private static String untagged(String after, Matcher tag) {
        String text = after.substring(tag.end());
        return tag.group(1) == null ? text : tag.group(1) + ": " + text;
    }

    private static long bootNs(Matcher boot) {
        return Long.parseLong(boot.group(1)) * 1_000_000_000L + KernelTimes.nanos(boot.group(2));
    }

    private static String cut(String line) {
        return line.length() > TEXT_MAX ? line.substring(0, TEXT_MAX) : line;
    }
}

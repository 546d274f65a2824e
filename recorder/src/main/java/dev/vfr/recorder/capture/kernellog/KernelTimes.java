package dev.vfr.recorder.capture.kernellog;

import dev.vfr.recorder.capture.kernellog.KernelLine.Stamp;
import dev.vfr.recorder.capture.text.EpochTime;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/// Reads the times of kernel logs, and says how far each may be off.
///
/// @param near a time of the other captures of the run, ns since 1970: the year of a stamp without one is that which
///     comes closest
/// @param notAfter when the file was written, ns since 1970: without other captures the year is the newest that is not
///     later
record KernelTimes(OptionalLong near, OptionalLong notAfter) {

    static final List<String> MONTHS =
            List.of("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec");

    private static final long SECOND = 1_000_000_000L;
    /// Without a time zone a stamp is taken as UTC; zones reach from -12 to +14 hours.
    private static final long ZONE_UNKNOWN_NS = 14 * 3600 * SECOND;
    /// journald stamps a message when it takes it out of the kernel's buffer.
    private static final long TAKEN_NS = SECOND / 100;
    /// dmesg adds the kernel's clock to the time of boot as it is now: NTP and suspends move the two apart.
    private static final long DMESG_NS = 10 * SECOND;

    /// A date and time of day.
    ///
    /// @param fraction the decimals of the second, without their point
    record Fields(int year, int month, int day, String time, Optional<String> fraction) {}

    /// The time of a journal or a syslog.
    ///
    /// @param zone such as `+0000`, `+00:00` or `Z`
    Optional<Stamp> logged(Fields fields, Optional<String> zone) {
        long resolution = resolution(fields);
        return epoch(fields, zone).map(ns -> Stamp.real(ns, zone.isPresent() ? resolution : ZONE_UNKNOWN_NS));
    }

    /// The time that dmesg computes.
    Optional<Stamp> computed(Fields fields, Optional<String> zone) {
        return epoch(fields, zone).map(ns -> Stamp.real(ns, zone.isPresent() ? DMESG_NS : ZONE_UNKNOWN_NS));
    }

    /// As [#logged] for a stamp without its year.
    Optional<Stamp> yearless(Fields fields) {
        Optional<Stamp> best = Optional.empty();
        long reference = near.orElse(notAfter.orElse(Long.MAX_VALUE));
        if (reference == Long.MAX_VALUE) {
            return Optional.empty();
        }
        int thisYear = LocalDateTime.ofEpochSecond(Math.floorDiv(reference, SECOND), 0, ZoneOffset.UTC)
                .getYear();
        long leastApart = Long.MAX_VALUE;
        for (int year = thisYear - 4; year <= thisYear + 1; year++) {
            Optional<Stamp> stamp = logged(
                    new Fields(year, fields.month(), fields.day(), fields.time(), fields.fraction()), Optional.empty());
            if (stamp.isEmpty()) {
                continue;
            }
            long later = stamp.get().epochNs().getAsLong() - reference;
            boolean possible = near.isPresent() || later <= ZONE_UNKNOWN_NS;
            if (possible && Math.abs(later) < leastApart) {
                leastApart = Math.abs(later);
                best = stamp;
            }
        }
        return best;
    }

    private static long resolution(Fields fields) {
        return fields.fraction().isPresent() ? TAKEN_NS : SECOND;
    }

    private static Optional<Long> epoch(Fields fields, Optional<String> zone) {
        try {
            String[] time = fields.time().split(":", 3);
            LocalDateTime local = LocalDateTime.of(
                    fields.year(),
                    fields.month(),
                    fields.day(),
                    Integer.parseInt(time[0]),
                    Integer.parseInt(time[1]),
                    Math.min(Integer.parseInt(time[2]), 59));
            long seconds = local.toEpochSecond(offset(zone));
            if (!EpochTime.isPossible(seconds)) {
                return Optional.empty();
            }
            return Optional.of(
                    TimeUnit.SECONDS.toNanos(seconds) + nanos(fields.fraction().orElse("")));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    private static ZoneOffset offset(Optional<String> zone) {
        return zone.map(text ->
                        text.equals("Z") || text.contains(":") ? text : text.substring(0, 3) + ":" + text.substring(3))
                .map(ZoneOffset::of)
                .orElse(ZoneOffset.UTC);
    }

    /// The ns of the decimals of a second, at most nine of them.
    static long nanos(String fraction) {
        return Long.parseLong((fraction + "000000000").substring(0, 9));
    }
}

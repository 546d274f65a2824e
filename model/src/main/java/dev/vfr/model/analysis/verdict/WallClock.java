package dev.vfr.model.analysis.verdict;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Real time as people look it up in other logs.
final class WallClock {

    private static final long NS_PER_S = 1_000_000_000;
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter MILLIS = DateTimeFormatter.ofPattern(
                    "uuuu-MM-dd HH:mm:ss.SSS 'UTC'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);

    private WallClock() {}

    /// To the second.
    static String seconds(long realtimeNs) {
        return SECONDS.format(instant(realtimeNs));
    }

    /// To the millisecond.
    static String millis(long realtimeNs) {
        return MILLIS.format(instant(realtimeNs));
    }

    private static Instant instant(long realtimeNs) {
        return Instant.ofEpochSecond(Math.floorDiv(realtimeNs, NS_PER_S), Math.floorMod(realtimeNs, NS_PER_S));
    }
}

package dev.vfr.recorder.capture.text;

/// Seconds since 1970-01-01T00:00:00Z as texts print them. What no capture can have, such as the year 9999, is no time:
/// a trace takes times up to the year 2077.
public final class EpochTime {

    private static final long LATEST_SECONDS = 3_400_000_000L;

    private EpochTime() {}

    /// Whether `seconds` may be the time of a capture.
    public static boolean isPossible(long seconds) {
        return seconds >= 0 && seconds <= LATEST_SECONDS;
    }
}

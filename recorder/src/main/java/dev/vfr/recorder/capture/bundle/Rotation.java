package dev.vfr.recorder.capture.bundle;

import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A log and what logrotate or virtlogd made of it: `vm1.log.2.gz`, `vm1.log.1`, `vm1.log-20261201.xz`, `vm1.log`.
///
/// @param base the path of the log itself
/// @param age larger for older parts, 0 for the log itself
record Rotation(String base, long age) {

    private static final Pattern COMPRESSED = Pattern.compile("\\.(gz|xz|bz2|zst|lz4)$");
    private static final Pattern NUMBER = Pattern.compile("^(.*\\.log)\\.(\\d{1,6})$");
    private static final Pattern DATE =
            Pattern.compile("^(.*\\.log)[-.](\\d{4})-?(\\d{2})-?(\\d{2})(?:-(\\d{1,10}))?$");

    /// Later than every date.
    private static final long LATEST = 99_999_999L * 10_000_000_000L;

    /// From the oldest part to the log itself.
    static final Comparator<Rotation> OLDEST_FIRST =
            Comparator.comparingLong(Rotation::age).reversed();

    static Rotation of(String name) {
        String plain = COMPRESSED.matcher(name).replaceFirst("");
        Matcher number = NUMBER.matcher(plain);
        if (number.matches()) {
            return new Rotation(number.group(1), Long.parseLong(number.group(2)));
        }
        Matcher date = DATE.matcher(plain);
        if (date.matches()) {
            long day = Long.parseLong(date.group(2) + date.group(3) + date.group(4));
            long second = date.group(5) == null ? 0 : Long.parseLong(date.group(5));
            return new Rotation(date.group(1), LATEST - (day * 10_000_000_000L + second));
        }
        return new Rotation(plain, 0);
    }
}

package dev.vfr.recorder.capture.bundle;

import java.time.DateTimeException;
import java.time.OffsetDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// The times at the start of libvirt's lines.
final class LibvirtTime {

    /// As many characters as such a time has.
    static final int LENGTH = "2026-12-01 00:31:08.791+0000".length();

    private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSZ", Locale.ROOT);

    private LibvirtTime() {}

    /// The time in ms since 1970-01-01T00:00:00Z, empty where `text` is none.
    static Optional<Long> ms(String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text, FORM).toInstant().toEpochMilli());
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

package dev.vfr.model.qemu;

import java.util.Optional;

/// The releases of QEMU that print a message, from the first to the last.
///
/// @param since first release that prints it, such as `8.0`
/// @param until last release that prints it; empty if the newest known release still does
public record Releases(String since, Optional<String> until) {

    /// Newest release that the table was compared with.
    public static final String NEWEST = "11.1";

    public Releases {
        if (until.isPresent() && number(since) > number(until.get())) {
            throw new IllegalArgumentException("releases end before they begin: " + since + " > " + until.get());
        }
    }

    public boolean contains(String release) {
        return number(since) <= number(release) && (until.isEmpty() || number(release) <= number(until.get()));
    }

    @Override
    public String toString() {
        return until.map(last -> since + "–" + last).orElse(since + "–");
    }

    /// Orders `8.2` before `10.0`; a third figure, as in `10.0.13`, is ignored.
    private static int number(String release) {
        int dot = release.indexOf('.');
        int end = release.indexOf('.', dot + 1);
        String minor = end < 0 ? release.substring(dot + 1) : release.substring(dot + 1, end);
        return Integer.parseInt(release.substring(0, dot)) * 100 + Integer.parseInt(minor);
    }
}

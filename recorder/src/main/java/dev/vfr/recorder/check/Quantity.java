package dev.vfr.recorder.check;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Numbers with units as people write them, such as `300ms`, `1.5 GiB`.
final class Quantity {

    private static final Pattern NUMBER_AND_UNIT =
            Pattern.compile("([0-9]{1,18}(?:\\.[0-9]{1,9})?)\\s*(\\p{Alpha}+|µs)");

    private static final Map<String, Long> NS =
            Map.of("ns", 1L, "us", 1_000L, "µs", 1_000L, "ms", 1_000_000L, "s", 1_000_000_000L, "min", 60_000_000_000L);

    private static final Map<String, Long> BYTES = Map.of(
            "b", 1L,
            "kb", 1_000L,
            "mb", 1_000_000L,
            "gb", 1_000_000_000L,
            "tb", 1_000_000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30,
            "tib", 1L << 40);

    private Quantity() {}

    static Optional<Long> ns(String text) {
        return in(NS, text);
    }

    static Optional<Long> bytes(String text) {
        return in(BYTES, text);
    }

    /// A plain whole number.
    static Optional<Long> count(String text) {
        return text.matches("[0-9]{1,18}") ? Optional.of(Long.parseLong(text)) : Optional.empty();
    }

    /// Nothing where it is no number, has no unit or another one, or does not fit.
    private static Optional<Long> in(Map<String, Long> units, String text) {
        Matcher matcher = NUMBER_AND_UNIT.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        Long unit = units.get(matcher.group(2).toLowerCase(Locale.ROOT));
        if (unit == null) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unit));
        return value.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0
                ? Optional.empty()
                : Optional.of(value.longValue());
    }
}

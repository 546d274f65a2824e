package dev.vfr.samples.data;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What a number measures, decided by the name of the record component that takes it: the unit is in the name.
///
/// | in the name | is written as |
/// |---|---|
/// | `Ns` | `300 ms`, `5 s`, `-200 us` |
/// | `BytesPerSecond` | `1100 MiB/s`, `25 Gbit/s` |
/// | `Bytes`, `Offset` | `176`, `8 MiB`, `0x1000` |
/// | none of these | `3` |
///
/// 0 needs no unit.
enum Quantity {
    DURATION("a duration such as 300 ms"),
    RATE("a rate such as 1100 MiB/s"),
    BYTES("bytes such as 8 MiB or 176"),
    COUNT("a whole number");

    private static final Map<String, BigDecimal> DURATIONS = Map.of(
            "ns", BigDecimal.ONE,
            "us", BigDecimal.valueOf(1_000),
            "ms", BigDecimal.valueOf(1_000_000),
            "s", BigDecimal.valueOf(1_000_000_000),
            "min", BigDecimal.valueOf(60_000_000_000L));

    private static final Map<String, BigDecimal> SIZES = Map.of(
            "B", BigDecimal.ONE,
            "KiB", BigDecimal.valueOf(1L << 10),
            "MiB", BigDecimal.valueOf(1L << 20),
            "GiB", BigDecimal.valueOf(1L << 30),
            "TiB", BigDecimal.valueOf(1L << 40));

    private static final Map<String, BigDecimal> RATES = Map.of(
            "KiB/s", BigDecimal.valueOf(1L << 10),
            "MiB/s", BigDecimal.valueOf(1L << 20),
            "GiB/s", BigDecimal.valueOf(1L << 30),
            "Mbit/s", BigDecimal.valueOf(125_000),
            "Gbit/s", BigDecimal.valueOf(125_000_000));

    private static final Pattern NUMBER = Pattern.compile("(-?[0-9]+(?:\\.[0-9]+)?)\\s*(\\S*)");
    private static final Pattern HEX = Pattern.compile("0x[0-9a-fA-F]{1,16}");

    private final String expected;

    Quantity(String expected) {
        this.expected = expected;
    }

    /// What a component of that name measures.
    static Quantity of(String component) {
        if (component.matches(".*[a-z]Ns([A-Z].*)?")) {
            return DURATION;
        }
        boolean bytes = component.matches("(.*B|b)ytes.*");
        if (bytes && component.contains("PerSecond")) {
            return RATE;
        }
        return bytes || component.matches("(.*O|o)ffset") ? BYTES : COUNT;
    }

    /// For messages: what has to be written.
    String expected() {
        return expected;
    }

    /// The number in the smallest unit, empty if `text` is not of this form or does not fit into 64 bits. A
    /// number in hexadecimal may use all 64.
    Optional<Long> parse(String text) {
        if (this != DURATION && this != RATE && HEX.matcher(text).matches()) {
            return Optional.of(Long.parseUnsignedLong(text.substring(2), 16));
        }
        Matcher matcher = NUMBER.matcher(text.strip());
        if (!matcher.matches()) {
            return Optional.empty();
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String unit = matcher.group(2);
        boolean bare = unit.isEmpty() && (this == BYTES || this == COUNT || number.signum() == 0);
        @Nullable BigDecimal factor = bare ? BigDecimal.ONE : factor(unit);
        if (factor == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(number.multiply(factor).longValueExact());
        } catch (ArithmeticException e) {
            return Optional.empty();
        }
    }

    private @Nullable BigDecimal factor(String unit) {
        return switch (this) {
            case DURATION -> DURATIONS.get(unit);
            case RATE -> RATES.get(unit);
            case BYTES -> SIZES.get(unit);
            case COUNT -> null;
        };
    }
}

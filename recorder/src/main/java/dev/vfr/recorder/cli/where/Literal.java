package dev.vfr.recorder.cli.where;

import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.cli.where.Tokens.Token;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A value of a condition.
///
/// @param number its value in the field's own unit, ns or bytes; empty if it is no number
record Literal(Token token, Optional<BigInteger> number) {

    private static final Pattern DECIMAL = Pattern.compile("(-?\\d+(?:\\.\\d+)?)([A-Za-z]*)");
    private static final Pattern HEX = Pattern.compile("0[xX]([0-9a-fA-F]{1,16})");
    private static final Map<String, Long> UNITS = Map.of(
            "",
            1L,
            "ns",
            1L,
            "us",
            1_000L,
            "ms",
            1_000_000L,
            "s",
            1_000_000_000L,
            "B",
            1L,
            "KiB",
            1L << 10,
            "MiB",
            1L << 20,
            "GiB",
            1L << 30);

    static Literal text(Token token) {
        return new Literal(token, Optional.empty());
    }

    /// The number that `token` says, empty if it says none.
    static Optional<Literal> number(Token token) {
        Matcher hex = HEX.matcher(token.text());
        if (hex.matches()) {
            return Optional.of(new Literal(token, Optional.of(new BigInteger(hex.group(1), 16))));
        }
        Matcher decimal = DECIMAL.matcher(token.text());
        Long unit = decimal.matches() ? UNITS.get(decimal.group(2)) : null;
        return unit == null
                ? Optional.empty()
                : exactly(new BigDecimal(decimal.group(1)).multiply(BigDecimal.valueOf(unit)))
                        .map(value -> new Literal(token, Optional.of(value)));
    }

    private static Optional<BigInteger> exactly(BigDecimal value) {
        return value.stripTrailingZeros().scale() <= 0 ? Optional.of(value.toBigIntegerExact()) : Optional.empty();
    }

    String text() {
        return token.text();
    }

    /// The errno that this names, by its name or its number.
    boolean isErrno(int errno) {
        return number.map(value -> value.equals(BigInteger.valueOf(errno)))
                .orElseGet(() -> Errno.ofNumber(errno)
                        .map(known -> known.name().equalsIgnoreCase(text()))
                        .orElse(false));
    }
}

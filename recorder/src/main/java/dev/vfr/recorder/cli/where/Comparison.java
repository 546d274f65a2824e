package dev.vfr.recorder.cli.where;

import dev.vfr.model.event.MigrationEvent;
import java.math.BigInteger;
import java.util.Locale;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/// Compares one field of an event with a value.
///
/// - What the event does not have compares with nothing: even `!=` does not hold.
/// - Numbers compare as numbers; texts that are numbers (`"0x1f"`) compare with numbers, without a sign.
/// - Texts are equal whatever the case of their letters, and are neither below nor above.
/// - A call's result is equal to `ok`, `unknown`, `failed` (whatever the errno), and to an errno's name or number.
/// - Of a list, one element that fits is enough.
record Comparison(FieldPath place, Operator operator, Literal literal) implements Predicate<MigrationEvent> {

    @Override
    public boolean test(MigrationEvent event) {
        JsonNode value = place.of(event);
        return value != null && test(value);
    }

    private boolean test(JsonNode value) {
        if (value.isArray()) {
            return value.values().stream().anyMatch(this::test);
        }
        if (operator == Operator.CONTAINS) {
            return text(value).toLowerCase(Locale.ROOT).contains(literal.text().toLowerCase(Locale.ROOT));
        }
        JsonNode errno = value.get("errno");
        if (errno != null) {
            boolean same = literal.text().equals("failed") || literal.isErrno(errno.intValue());
            return operator.holds(same ? 0 : 1) && isEquality();
        }
        if (literal.number().isPresent()) {
            BigInteger wanted = literal.number().get();
            return value.isIntegralNumber()
                    ? operator.holds(value.bigIntegerValue().compareTo(wanted))
                    : testText(text(value), wanted);
        }
        return isEquality() && operator.holds(text(value).equalsIgnoreCase(literal.text()) ? 0 : 1);
    }

    private boolean testText(String text, BigInteger wanted) {
        return text.startsWith("0x")
                ? operator.holds(new BigInteger(text.substring(2), 16).compareTo(wanted))
                : isEquality() && operator.holds(text.equals(literal.text()) ? 0 : 1);
    }

    private boolean isEquality() {
        return operator == Operator.EQUAL || operator == Operator.NOT_EQUAL;
    }

    private static String text(JsonNode value) {
        return value.isObject() ? value.toString() : value.asString();
    }
}

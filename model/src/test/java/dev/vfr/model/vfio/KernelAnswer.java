package dev.vfr.model.vfio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;

/// One answer of a real kernel, whose every field must be predicted by the model or explained by the driver.
final class KernelAnswer {

    private final JsonNode row;
    private final Set<String> checked = new LinkedHashSet<>(List.of("n", "kind"));

    KernelAnswer(JsonNode row) {
        this.row = row;
    }

    String kind() {
        return text("kind");
    }

    boolean has(String field) {
        return row.has(field);
    }

    String text(String field) {
        return row.required(field).stringValue();
    }

    long number(String field) {
        return row.required(field).longValue();
    }

    /// A number printed by C's `%#x`.
    int hex(String field) {
        return Long.decode(text(field)).intValue();
    }

    DeviceState state(String field) {
        return DeviceState.valueOf(text(field));
    }

    /// The field is an input of the question.
    KernelAnswer asks(String... fields) {
        for (String field : fields) {
            row.required(field);
            checked.add(field);
        }
        return this;
    }

    /// The model predicts the field.
    KernelAnswer is(String field, Object expected) {
        assertEquals(expected, value(row.required(field)), () -> field + " of " + row);
        checked.add(field);
        return this;
    }

    /// The model does not predict the field: it depends on the driver, here mtty, for the reason given.
    KernelAnswer isByDriver(String field, Object expected, String reason) {
        assertTrue(reason.length() > 10, "a reason for " + field);
        return is(field, expected);
    }

    /// The field is one that no model predicts.
    KernelAnswer isNotPredictable(String field, String reason) {
        assertTrue(reason.length() > 10, "a reason for " + field);
        return asks(field);
    }

    void isComplete() {
        Set<String> left = new TreeSet<>(row.propertyNames());
        left.removeAll(checked);
        assertEquals(Set.of(), left, () -> "fields without prediction or reason in " + row);
    }

    static String name(java.util.Optional<Errno> errno) {
        return errno.map(Errno::name).orElse("OK");
    }

    private static Object value(JsonNode node) {
        if (node.isArray()) {
            List<Object> values = new ArrayList<>();
            node.forEach(item -> values.add(value(item)));
            return values;
        }
        if (node.isBoolean()) {
            return node.booleanValue();
        }
        return node.isNumber() ? (Object) node.longValue() : node.stringValue();
    }

    @Override
    public String toString() {
        return row.toString();
    }
}

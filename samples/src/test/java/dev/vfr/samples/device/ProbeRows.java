package dev.vfr.samples.device;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// What the program fsmprobe prints: one row of named values for each question.
final class ProbeRows {

    private final List<Map<String, Object>> rows = new ArrayList<>();

    /// Adds a row.
    ///
    /// @param fields names and values in turn; numbers are `Integer` or `Long`
    void add(String kind, Object... fields) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("n", (long) rows.size());
        row.put("kind", kind);
        for (int i = 0; i < fields.length; i += 2) {
            Object value = fields[i + 1];
            row.put((String) fields[i], value instanceof Integer number ? (Object) number.longValue() : value);
        }
        rows.add(row);
    }

    List<Map<String, Object>> all() {
        return rows;
    }

    /// As printf's `%#x`.
    static String hex(int number) {
        return number == 0 ? "0" : "0x" + Integer.toHexString(number);
    }
}

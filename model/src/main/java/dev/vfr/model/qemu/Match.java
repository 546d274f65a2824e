package dev.vfr.model.qemu;

import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A line that has a row in the table.
///
/// @param row the message
/// @param wording which of its wordings the line has
/// @param values what the line says of the names in the wording, such as `device`, `errno`, `section`
public record Match(QemuMessage row, Wording wording, Map<String, String> values) {

    private static final Pattern NAME = Pattern.compile("\\{(\\w+)}");

    /// What a headline says of a value that the line leaves out.
    private static final Map<String, String> UNSAID =
            Map.of("device", "the device", "errno", "no error given", "section", "a section");

    public Match {
        values = Map.copyOf(values);
    }

    public Optional<String> value(String name) {
        return Optional.ofNullable(values.get(name));
    }

    public Optional<String> device() {
        return value("device");
    }

    /// The text of the errno, such as `Input/output error`.
    public Optional<String> errno() {
        return value("errno");
    }

    /// The row's summary with the values of this line.
    public String summary() {
        return filled(row.summary());
    }

    /// The row's next step with the values of this line.
    public String nextStep() {
        return filled(row.nextStep());
    }

    private String filled(String text) {
        return NAME.matcher(text).replaceAll(name -> {
            String key = name.group(1);
            String value = values.get(key);
            return Matcher.quoteReplacement(value != null ? value : UNSAID.getOrDefault(key, "?"));
        });
    }
}

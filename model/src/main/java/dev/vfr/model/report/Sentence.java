package dev.vfr.model.report;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/// A sentence and the typed values in it: `{readBytes} were read at the source`.
///
/// @param template text in which each `{name}` stands for the fact of that name
/// @param facts by name, in their order; a name ends with the unit where it has one, such as `readBytes` or `waitedNs`
public record Sentence(String template, Map<String, Fact> facts) {

    public Sentence {
        facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
    }

    public static Sentence of(String template) {
        return new Sentence(template, Map.of());
    }

    /// The same sentence with one more value.
    public Sentence with(String name, Fact fact) {
        Map<String, Fact> more = new LinkedHashMap<>(facts);
        more.put(name, fact);
        return new Sentence(template, more);
    }

    public Sentence bytes(String name, long bytes) {
        return with(name, new Fact.Bytes(bytes));
    }

    public Sentence time(String name, long ns) {
        return with(name, new Fact.Time(ns));
    }

    public Sentence count(String name, long count) {
        return with(name, new Fact.Count(count));
    }

    public Sentence state(String name, dev.vfr.model.vfio.DeviceState state) {
        return with(name, new Fact.State(state));
    }

    public Sentence text(String name, String text) {
        return with(name, new Fact.Text(text));
    }

    /// The sentence with its values. A name without a fact stays as it is.
    public String text() {
        StringBuilder text = new StringBuilder();
        int from = 0;
        while (from < template.length()) {
            int open = template.indexOf('{', from);
            int close = open < 0 ? -1 : template.indexOf('}', open);
            if (close < 0) {
                break;
            }
            Fact fact = facts.get(template.substring(open + 1, close));
            text.append(template, from, open).append(fact == null ? template.substring(open, close + 1) : fact.text());
            from = close + 1;
        }
        return text.append(template, from, template.length()).toString();
    }
}

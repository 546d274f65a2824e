package dev.vfr.model.report;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What is said of a migration. It is made of the diagnosis and the figures once, so that every view says the same.
///
/// @param headline one or two short sentences of at most 20 words together; the outcome in capitals comes first
/// @param lines the facts, the most important first
public record Verdict(String headline, List<Line> lines) {

    public Verdict {
        lines = List.copyOf(lines);
    }

    /// One fact.
    ///
    /// @param label such as `responsible`
    /// @param value such as `driver`
    public record Line(String label, String value) {}

    /// The headline and the facts as running text.
    public String text() {
        return Stream.concat(Stream.of(headline), lines.stream().map(line -> line.label() + ": " + line.value() + "."))
                .collect(Collectors.joining(" "));
    }
}

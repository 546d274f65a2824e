package dev.vfr.model.report;

import java.util.Optional;
import java.util.OptionalLong;

/// Something that a rule found.
///
/// @param rule the rule's stable name
/// @param device the device's name, where it concerns one
/// @param trace the trace's name, where it concerns one
/// @param seq the event that shows it, in that trace
/// @param summary one line
/// @param explanation what it means
/// @param remedy what to do; empty where there is nothing to do
/// @param clause where the rule comes from
/// @param mover whose move it is
/// @param side the side of the migration that it was found at, where the rule tells it
public record Finding(
        String rule,
        Severity severity,
        Optional<String> device,
        Optional<String> trace,
        OptionalLong seq,
        String summary,
        String explanation,
        String remedy,
        String clause,
        Mover mover,
        Optional<Report.Side> side) {

    /// A finding that tells neither whose move it is nor at which side.
    public Finding(
            String rule,
            Severity severity,
            Optional<String> device,
            Optional<String> trace,
            OptionalLong seq,
            String summary,
            String explanation,
            String remedy,
            String clause) {
        this(rule, severity, device, trace, seq, summary, explanation, remedy, clause, Mover.UNKNOWN, Optional.empty());
    }

    /// The same, found at this side of a migration.
    public Finding at(Report.Side where) {
        return new Finding(
                rule, severity, device, trace, seq, summary, explanation, remedy, clause, mover, Optional.of(where));
    }

    /// The same, on a device of this name.
    public Finding on(String name) {
        return new Finding(
                rule, severity, Optional.of(name), trace, seq, summary, explanation, remedy, clause, mover, side);
    }

    /// How bad it is; ERROR only where a migration failed, state was lost or the protocol was broken.
    public enum Severity {
        ERROR,
        WARNING,
        INFO;

        /// The word in reports.
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}

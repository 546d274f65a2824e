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
public record Finding(
        String rule,
        Severity severity,
        Optional<String> device,
        Optional<String> trace,
        OptionalLong seq,
        String summary,
        String explanation,
        String remedy,
        String clause) {

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

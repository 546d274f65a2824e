package dev.vfr.ui.findings;

import java.util.OptionalLong;

/// One finding as the list shows it.
///
/// @param rule the rule's stable name
/// @param summary what was found, one line
/// @param explanation why it is so; empty where there is nothing to add
/// @param remedy what to do about it; empty where there is nothing to do
/// @param clause where the rule comes from; empty where it has none
/// @param seq the event that shows it, empty where none alone does
public record FindingItem(
        Severity severity,
        String rule,
        String summary,
        String explanation,
        String remedy,
        String clause,
        OptionalLong seq) {

    /// How bad it is, worst first.
    public enum Severity {
        ERROR,
        WARNING,
        INFO
    }
}

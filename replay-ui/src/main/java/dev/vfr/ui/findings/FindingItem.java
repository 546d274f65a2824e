package dev.vfr.ui.findings;

import java.util.OptionalLong;

/// One finding as the list shows it.
///
/// @param rule the rule's stable name
/// @param summary what was found, one line
/// @param explanation why it is so, and what to do about it; empty where there is nothing to add
/// @param seq the event that shows it, empty where none alone does
public record FindingItem(Severity severity, String rule, String summary, String explanation, OptionalLong seq) {

    /// How bad it is, worst first.
    public enum Severity {
        ERROR,
        WARNING,
        INFO
    }
}

package dev.vfr.recorder.check;

import java.util.OptionalLong;

/// One budget held against one figure.
///
/// @param subject what was judged: a migration of the report by its number from 1, or all traces
/// @param figure the figure in words; what is not known of it where it cannot be judged
/// @param measuredNs the figure where it is a time: the upper bound
public record Judgement(Budget budget, String subject, Result result, String figure, OptionalLong measuredNs) {

    /// How it came out.
    public enum Result {
        /// The figure is proven to be within the budget.
        WITHIN,
        /// The figure is proven to be over it.
        EXCEEDED,
        /// The traces do not prove either.
        UNJUDGED
    }

    /// One line, such as `downtime 310 ms, at most 300 ms: exceeded`.
    String told() {
        return budget.name() + " " + figure + ", " + budget.limit() + ": "
                + switch (result) {
                    case WITHIN -> "within";
                    case EXCEEDED -> "exceeded";
                    case UNJUDGED -> "cannot be judged";
                };
    }
}

package dev.vfr.samples.scenario;

import dev.vfr.model.report.Report;
import dev.vfr.samples.scenario.Expectation.ExpectedFinding;

/// What the report ought to say and cannot say yet. It is no longer waiting as soon as the report says it: then the
/// scenario has to be changed, and a test sees to that.
public sealed interface Waiting {

    /// A rule that has to come, or one that does not see this case yet.
    ///
    /// @param says what it has to say, in one line
    record Finding(ExpectedFinding finding, String says) implements Waiting {}

    /// A finding that comes and is wrong.
    record Silence(ExpectedFinding finding, String because) implements Waiting {}

    /// What the report calls the end, and ought not to.
    ///
    /// @param today what it says until then
    record WrongOutcome(Report.Outcome today, String because) implements Waiting {}

    /// One line for people.
    default String told() {
        return switch (this) {
            case Finding(ExpectedFinding finding, String says) -> finding + ": " + says;
            case Silence(ExpectedFinding finding, String because) -> "no " + finding + ": " + because;
            case WrongOutcome(Report.Outcome today, String because) ->
                "outcome other than " + today.word() + ": " + because;
        };
    }
}

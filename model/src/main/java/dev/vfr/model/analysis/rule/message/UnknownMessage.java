package dev.vfr.model.analysis.rule.message;

import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.Bearing;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.Finding;
import java.util.List;

/// A message that the table does not have, in a migration that failed: the first that is no warning is the reason that
/// the VMM gives, whoever has to act.
final class UnknownMessage implements Rule {

    private static final Advice ADVICE = new Advice(
                    "vmm-message",
                    "It is the first message of the process that is no warning. The table of messages does not have it,"
                            + " so who has to act is undecided.",
                    "Look the message up in the source of this release of the VMM.",
                    "the VMM's own words")
            .as(Bearing.FALLBACK);

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return Heard.in(file).stream()
                .filter(heard -> heard.message().match().isEmpty())
                .filter(heard -> heard.migration().isPresent())
                .map(heard -> heard.finding(ADVICE))
                .toList();
    }
}

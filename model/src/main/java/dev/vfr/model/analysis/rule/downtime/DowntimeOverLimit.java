package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.Anatomy;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;

/// The devices stood still for longer than the VMM was allowed.
public final class DowntimeOverLimit implements Rule {

    private static final Advice ADVICE = new Advice(
            "downtime-over-limit",
            "The VMM reckons the time to send what is left, but not the time that devices take to stop, to load and to"
                    + " start. The anatomy of the downtime tells which of them took it.",
            "Lower what the device has to send after it stops (pre-copy, a faster link), or allow for its own time.",
            "QEMU's migration parameter downtime-limit, 300 ms by default",
            "",
            "A downtime over the limit by a tenth of it, or by 20 ms: no VMM reckons closer. A migration through a file.");

    /// So many parts are told.
    private static final int TOLD = 3;

    /// Parts of less than a tenth are not.
    private static final int TOLD_PARTS = 10;

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        List<Finding> findings = new ArrayList<>();
        for (OverLimit over : OverLimit.all(file)) {
            findings.add(file.onMigration(
                    ADVICE,
                    over.migration(),
                    Finding.Severity.WARNING,
                    "the downtime of " + over.told() + " is over the limit of " + Figures.time(over.limitNs())
                            + over.source().vmm().limit().origin() + longest(over)));
        }
        return findings;
    }

    /// The parts of the downtime that took most of it.
    private static String longest(OverLimit over) {
        List<DowntimeAnatomy.Part> parts = Anatomy.of(over.migration()).stream()
                .flatMap(anatomy -> anatomy.parts().stream())
                .filter(part -> part.ns().min() >= over.atLeastNs() / TOLD_PARTS)
                .sorted(Comparator.comparingLong(
                                (DowntimeAnatomy.Part part) -> part.ns().min())
                        .reversed())
                .limit(TOLD)
                .toList();
        return parts.isEmpty()
                ? ""
                : "; most of it: "
                        + parts.stream()
                                .map(part -> part.name()
                                        + part.device()
                                                .map(device -> " of " + device)
                                                .orElse("") + " at the "
                                        + part.side().word() + ", " + Figures.time(part.ns()))
                                .collect(Collectors.joining("; "));
    }
}

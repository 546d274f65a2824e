package dev.vfr.ui.app;

import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.DowntimeAnatomy.Part;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.Verdict.Line;
import dev.vfr.ui.verdict.Verdict.Fact;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// The quiet lines below a verdict, named as in the report: who is responsible, by which clause, where the downtime
/// went,
/// how the clocks compare.
final class VerdictFacts {

    private static final int PARTS = 2;

    private VerdictFacts() {}

    /// @param shownBy the event of the window that decided the verdict, empty where none alone did
    static List<Fact> of(MigrationSummary migration, OptionalLong shownBy) {
        List<Fact> facts = new ArrayList<>();
        migration.diagnosis().ifPresent(known -> {
            for (Line line : migration.verdict().lines()) {
                boolean evidence = line.label().equals("evidence") && shownBy.isPresent();
                facts.add(new Fact(
                        line.label(),
                        evidence
                                ? line.value() + " (event " + Figures.count(shownBy.getAsLong()) + " here)"
                                : line.value()));
            }
            if (!known.clause().isEmpty()) {
                facts.add(new Fact("by", known.clause()));
            }
        });
        migration.anatomy().flatMap(VerdictFacts::longest).ifPresent(facts::add);
        migration
                .clockOffsetNs()
                .filter(ns -> ns.min() != 0 || ns.max() != 0)
                .ifPresent(ns -> facts.add(new Fact("clock offset", Figures.time(ns) + ", destination minus source")));
        return facts;
    }

    /// The parts of the downtime that surely took longest. What the driver did inside a call is a part of the call.
    private static Optional<Fact> longest(DowntimeAnatomy anatomy) {
        List<Part> parts = anatomy.parts().stream()
                .filter(part -> !part.name().startsWith("arc-"))
                .sorted(Comparator.comparingLong((Part part) -> part.ns().min()).reversed())
                .limit(PARTS)
                .toList();
        return parts.isEmpty()
                ? Optional.empty()
                : Optional.of(new Fact(
                        parts.size() == 1 ? "downtime's longest part" : "downtime's longest parts",
                        parts.stream().map(VerdictFacts::part).collect(Collectors.joining("; "))));
    }

    private static String part(Part part) {
        return part.name() + " " + Figures.time(part.ns()) + " (" + part.side().word() + ", "
                + part.owner().word() + ")";
    }
}

package dev.vfr.recorder.report.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.span;
import static j2html.TagCreator.text;

import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.EstimateHistory;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// The figures below a verdict: its evidence, where the downtime went, which estimate was off.
final class VerdictFacts {

    private VerdictFacts() {}

    /// @param cause the finding that the verdict rests on, the index in the report
    static List<DomContent> of(Report report, MigrationSummary migration, OptionalInt cause, List<Quote> quotes) {
        List<DomContent> facts = new ArrayList<>();
        migration
                .diagnosis()
                .filter(known -> known.shownBy().isPresent())
                .ifPresent(known -> facts.add(evidence(known, cause, quotes)));
        facts.add(downtime(migration));
        migration.anatomy().flatMap(VerdictFacts::longest).ifPresent(facts::add);
        if (migration.vmmDowntimeNs().isPresent()) {
            facts.add(fact(
                    "VMM's figure", Figures.time(migration.vmmDowntimeNs().getAsLong()), "taken at the source alone"));
        }
        if (migration.sourceStoppedNs().isPresent()) {
            facts.add(fact(
                    "source stopped for",
                    Figures.time(migration.sourceStoppedNs().getAsLong()),
                    "then it ran on"));
        }
        estimate(report, migration).ifPresent(facts::add);
        migration.captureCostNs().ifPresent(ns -> facts.add(fact("of which recording", Figures.time(ns), "at most")));
        migration.dirtyTracking().ifPresent(by -> facts.add(fact("dirty pages", "tracked by", by.text())));
        migration
                .clockOffsetNs()
                .filter(ns -> ns.min() != 0 || ns.max() != 0)
                .ifPresent(ns -> facts.add(fact("clock offset", Figures.time(ns), "destination minus source")));
        return facts;
    }

    private static DomContent downtime(MigrationSummary migration) {
        String what = migration.kind().downtimeSpan();
        OptionalLong atLeast =
                migration.anatomy().map(DowntimeAnatomy::atLeastNs).orElse(OptionalLong.empty());
        if (migration.downtimeNs().isPresent()) {
            return fact("downtime", Figures.time(migration.downtimeNs().get()), what);
        }
        return atLeast.isPresent()
                ? fact("downtime", "at least " + Figures.time(atLeast.getAsLong()), what)
                : fact("downtime", "unknown", "not shown from the source's stop to the destination's run");
    }

    /// The part of the downtime that surely took longest.
    private static Optional<DomContent> longest(DowntimeAnatomy anatomy) {
        return anatomy.parts().stream()
                .max(Comparator.comparingLong(part -> part.ns().min()))
                .map(part -> fact(
                        "longest part",
                        Figures.time(part.ns()),
                        span(
                                a(part.name()).withHref("#downtime"),
                                text(" at the " + part.side().word() + ", "
                                        + switch (part.owner()) {
                                            case DEVICE -> "the device's time";
                                            case VMM -> "the VMM's time";
                                            case HANDLER -> "the VMM's handler of the device";
                                            case TRANSFER -> "on the way";
                                        }))));
    }

    /// The estimate of what STOP_COPY streams that was furthest off.
    private static Optional<DomContent> estimate(Report report, MigrationSummary migration) {
        record Miss(String device, long error) {}
        List<Miss> misses = new ArrayList<>();
        for (EstimateHistory history : migration.estimates().history()) {
            List<EstimateHistory.Sample> samples = history.driver().isEmpty() ? history.vmm() : history.driver();
            samples.reversed().stream()
                    .filter(sample -> sample.stopCopyError().isPresent())
                    .findFirst()
                    .ifPresent(sample -> misses.add(
                            new Miss(history.device(), sample.stopCopyError().getAsLong())));
        }
        return misses.stream()
                .max(Comparator.comparingLong(miss -> Math.abs(miss.error())))
                .map(miss -> fact(
                        "last estimate",
                        miss.error() == 0 ? "exact" : "off by " + Figures.bytes(Math.abs(miss.error())),
                        span(
                                a("stop_copy_length").withHref("#estimates"),
                                text(" of " + Names.device(report, miss.device())
                                        + (miss.error() == 0
                                                ? " is what STOP_COPY streamed"
                                                : miss.error() < 0
                                                        ? ": STOP_COPY streamed less"
                                                        : ": STOP_COPY streamed more")))));
    }

    /// The event to stand at, and the clause behind the verdict.
    private static DomContent evidence(Diagnosis diagnosis, OptionalInt cause, List<Quote> quotes) {
        String event = diagnosis.shownBy().map(Diagnosis.EventRef::text).orElse("no single event");
        DomContent where =
                cause.isPresent() ? a(event).withHref(Quote.linkToProof(cause.getAsInt(), quotes)) : span(event);
        String clause = diagnosis.clause().isEmpty() ? "" : "by " + diagnosis.clause();
        return div(
                dt("evidence"), dd(span(where).withClass("value"), span(clause).withClass("note")));
    }

    private static DomContent fact(String name, String value, String note) {
        return fact(name, value, span(note));
    }

    private static DomContent fact(String name, String value, DomContent note) {
        return div(dt(name), dd(span(value).withClass("value"), span(note).withClass("note")));
    }
}

package dev.vfr.recorder.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.Report.Side;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Where the downtime went: one bar a part, device and side; what each device took; what the VMM counts otherwise.
final class DowntimeSection {

    private final Report report;
    private final List<DomContent> content = new ArrayList<>();

    private DowntimeSection(Report report) {
        this.report = report;
    }

    static DomContent of(Report report) {
        DowntimeSection found = new DowntimeSection(report);
        for (int i = 0; i < Math.min(Scenes.MIGRATIONS_MAX, report.migrations().size()); i++) {
            found.add(i);
        }
        return section(
                        h2("Downtime"),
                        iff(
                                found.content.isEmpty(),
                                p("The traces show no part of a downtime.").withClass("none")),
                        each(found.content, content -> content))
                .withId("downtime");
    }

    private void add(int index) {
        MigrationSummary migration = report.migrations().get(index);
        String number = report.migrations().size() > 1 ? "Migration " + (index + 1) + ": " : "";
        List<PartBars.Bar> bars = bars(migration, Scenes.Placement.of(report, index));
        Optional<DowntimeAnatomy> anatomy = migration.anatomy();
        if (bars.isEmpty() && anatomy.isEmpty()) {
            return;
        }
        if (Scenes.Placement.of(report, index).placed()) {
            content.add(PartBars.of(report, number + told(migration), bars));
        } else {
            for (Side side : Side.values()) {
                List<PartBars.Bar> own =
                        bars.stream().filter(bar -> bar.side() == side).toList();
                content.add(PartBars.of(report, number + "the " + side.word() + "'s part, on its own clock", own));
            }
        }
        anatomy.ifPresent(found -> {
            content.add(DeviceShares.of(report, found.devices()));
            for (String sentence : List.of(found.vmmFigure(), found.clocks())) {
                content.add(iff(!sentence.isEmpty(), p(sentence)));
            }
        });
    }

    private static String told(MigrationSummary migration) {
        String atLeast = migration.anatomy().isPresent()
                        && migration.anatomy().get().atLeastNs().isPresent()
                ? "at least "
                        + Figures.time(migration.anatomy().get().atLeastNs().getAsLong())
                : "no end of the downtime is shown";
        String whole =
                migration.downtimeNs().map(ns -> "downtime " + Figures.time(ns)).orElse(atLeast);
        return migration.vmmDowntimeNs().isPresent()
                ? whole + "; the VMM says "
                        + Figures.time(migration.vmmDowntimeNs().getAsLong())
                : whole;
    }

    /// The parts of the anatomy, else the phases that are known.
    private List<PartBars.Bar> bars(MigrationSummary migration, Scenes.Placement placement) {
        List<PartBars.Bar> bars = new ArrayList<>();
        Optional<DowntimeAnatomy> anatomy =
                migration.anatomy().filter(found -> !found.parts().isEmpty());
        if (anatomy.isPresent()) {
            for (DowntimeAnatomy.Part part : anatomy.get().parts()) {
                bars.add(bar(part, migration, placement, false));
            }
            for (DowntimeAnatomy.Part part : anatomy.get().after()) {
                bars.add(bar(part, migration, placement, true));
            }
            return bars;
        }
        for (Report.Phase phase : migration.downtimePhases()) {
            long at = phase.startNs() + shift(migration, placement, phase.side());
            Interval ns = new Interval(phase.ns(), phase.ns());
            bars.add(new PartBars.Bar(phase.side(), phase.device(), phase.name(), "", at, ns, false));
        }
        return bars;
    }

    private PartBars.Bar bar(
            DowntimeAnatomy.Part part, MigrationSummary migration, Scenes.Placement placement, boolean after) {
        long at = part.startNs() + shift(migration, placement, part.side());
        String device = part.device().orElse("");
        return new PartBars.Bar(part.side(), device, part.name(), part.owner().word(), at, part.ns(), after);
    }

    private long shift(MigrationSummary migration, Scenes.Placement placement, Side side) {
        Optional<String> trace = side == Side.SOURCE ? migration.sourceTrace() : migration.destinationTrace();
        return trace.map(name -> placement.shift(Scenes.traceNamed(report, name), Scenes.processOf(report, name, side)))
                .orElse(0L);
    }
}

package dev.vfr.recorder.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;

import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/// How far the clocks of the two hosts can be compared, and how that is known.
final class ClocksSection {

    private ClocksSection() {}

    static DomContent of(Report report) {
        List<String> told = new ArrayList<>();
        for (int i = 0; i < report.migrations().size(); i++) {
            String number = report.migrations().size() > 1 ? "Migration " + (i + 1) + ": " : "";
            told.add(number + told(report.migrations().get(i)));
        }
        return section(
                        h2("Clocks"),
                        told.isEmpty()
                                ? p("Without a migration there are no two clocks to compare.")
                                : each(told.stream().distinct().toList(), text -> p(text)))
                .withId("clocks");
    }

    private static String told(MigrationSummary migration) {
        if (migration.clockBasis().isEmpty()) {
            return "Only one side is shown, so there are no clocks to compare.";
        }
        String offset = migration
                .clockOffsetNs()
                .map(ns -> "The destination's clock minus the source's lies between " + Figures.time(ns.min()) + " and "
                        + Figures.time(ns.max()) + " (" + ns.min() + " to " + ns.max() + " ns). ")
                .orElse("");
        return switch (migration.clockBasis().get()) {
            case SAME_HOST -> "Both sides are on one host's clock: their times are compared as they are.";
            case CAUSAL ->
                offset + "Facts that must precede each other prove it: a byte is read before it is written, a device "
                        + "stops before its twin runs, an answer is sent before it is received. Wall clocks were not "
                        + "needed.";
            case WALL_CLOCK ->
                "The facts bound the offset from one end only. The other end rests on the wall "
                        + "clocks; nothing proves it.";
            case NONE ->
                "Times of the two sides cannot be compared: no facts bound the offset between their clocks, and wall "
                        + "clocks are missing or contradict the facts.";
        };
    }
}

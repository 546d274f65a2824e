package dev.vfr.recorder.report.html;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.vfr.model.report.Convergence;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.MigrationEstimates;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// What was thought to be left against what was read, whether pre-copy came to an end by itself, and what another
/// moment of switching over would have cost.
final class EstimatesSection {

    private EstimatesSection() {}

    static DomContent of(Report report) {
        List<DomContent> content = new ArrayList<>();
        for (int i = 0; i < Math.min(Scenes.MIGRATIONS_MAX, report.migrations().size()); i++) {
            String number = report.migrations().size() > 1 ? "Migration " + (i + 1) + ": " : "";
            MigrationSummary migration = report.migrations().get(i);
            MigrationEstimates estimates = migration.estimates();
            estimates
                    .history()
                    .forEach(history ->
                            content.add(EstimateChart.of(number + Names.device(report, history.device()), history)));
            content.add(convergence(report, number, estimates.convergence()));
            content.add(WhatIfChart.of(number, migration));
        }
        return section(
                        h2("Estimates"),
                        content.isEmpty()
                                ? p("Without a migration there is nothing to estimate.")
                                        .withClass("none")
                                : each(content, each -> each))
                .withId("estimates");
    }

    private static DomContent convergence(Report report, String number, List<Convergence> all) {
        if (all.isEmpty()) {
            return div();
        }
        return div(table(
                        caption(number + "Does pre-copy come to an end by itself? Rates of the last half of pre-copy, "
                                + "by what was read and what was said to be left."),
                        thead(tr(
                                th("device"),
                                th("trend of what is left"),
                                th("dirtied").withClass("number"),
                                th("read").withClass("number"),
                                th("remaining").withClass("number"),
                                th("no less since").withClass("number"))),
                        tbody(each(all, row -> row(report, row)))))
                .withClass("wide");
    }

    private static DomContent row(Report report, Convergence convergence) {
        return tr(
                td(convergence.device().map(name -> Names.device(report, name)).orElse("all devices")),
                switch (convergence.trend()) {
                    case CONVERGES -> td("gets less: it converges");
                    case NEVER -> td(strong("does not get less").withClass("severity warning"));
                    case UNKNOWN -> td("unknown: no two queries far enough apart");
                },
                td(rate(convergence.dirtyBytesPerSecond())).withClass("number"),
                td(rate(convergence.readBytesPerSecond())).withClass("number"),
                td(EstimateChart.size(convergence.leftBytes())).withClass("number"),
                td(convergence.sinceNs().isPresent()
                                ? "+" + Figures.time(convergence.sinceNs().getAsLong())
                                : "–")
                        .withClass("number"));
    }

    private static String rate(OptionalLong perSecond) {
        return perSecond.isPresent() ? Figures.bytes(perSecond.getAsLong()) + "/s" : "–";
    }
}

package dev.vfr.recorder.report.html;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.Side;
import j2html.tags.DomContent;
import java.util.Comparator;
import java.util.List;

/// A table of the parts of a downtime with a bar for each: where it lies, and how long it is.
final class PartBars {

    private static final int BAR_WIDTH = 420;
    private static final int BAR_HEIGHT = 12;
    private static final int ROWS_MAX = 200;

    private PartBars() {}

    /// One part.
    ///
    /// @param owner whose time it was, empty if that is not shown
    /// @param at ns on the axis of the table
    /// @param after it came when the downtime was over
    record Bar(Side side, String device, String name, String owner, long at, Interval ns, boolean after) {
        long end() {
            return at + ns.max();
        }
    }

    static DomContent of(Report report, String title, List<Bar> bars) {
        if (bars.isEmpty()) {
            return div();
        }
        List<Bar> ordered = bars.stream()
                .sorted(Comparator.comparing(Bar::after)
                        .thenComparingLong(Bar::at)
                        .thenComparingLong(Bar::end))
                .limit(ROWS_MAX)
                .toList();
        boolean owned = ordered.stream().anyMatch(bar -> !bar.owner().isEmpty());
        long from = ordered.stream().mapToLong(Bar::at).min().orElse(0);
        long to = ordered.stream()
                .filter(bar -> !bar.after())
                .mapToLong(Bar::end)
                .max()
                .orElse(from + 1);
        String left = bars.size() > ordered.size() ? " (the first " + ordered.size() + " of " + bars.size() + ")" : "";
        return div(table(
                                caption(Names.capital(title) + left),
                                thead(tr(
                                        th("side"),
                                        th("device"),
                                        th("part"),
                                        iff(owned, th("whose time")),
                                        th("begins").withClass("number"),
                                        th("takes").withClass("number"),
                                        th("when"))),
                                tbody(each(ordered, bar -> row(report, bar, owned, from, Math.max(1, to - from)))))
                        .withClass("bars"))
                .withClass("wide");
    }

    private static DomContent row(Report report, Bar bar, boolean owned, long from, long whole) {
        double x = Math.clamp((double) (bar.at() - from) / whole, 0, 1) * BAR_WIDTH;
        double width = Math.clamp((double) bar.ns().max() / whole * BAR_WIDTH, 1, Math.max(1, BAR_WIDTH - x));
        double sure = Math.min(width, (double) bar.ns().min() / whole * BAR_WIDTH);
        return tr(
                td(bar.side().word()),
                td(Names.device(report, bar.device())),
                td(bar.name()),
                iff(owned, td(bar.owner())),
                td("+" + Figures.time(bar.at() - from)).withClass("number"),
                td(Figures.time(bar.ns())).withClass("number"),
                bar.after()
                        ? td("after the downtime").withClass("note")
                        : td(StateLook.svg(BAR_WIDTH, BAR_HEIGHT)
                                .attr("aria-hidden", "true")
                                .with(
                                        Axis.line("0", BAR_HEIGHT - 1, Integer.toString(BAR_WIDTH), BAR_HEIGHT - 1)
                                                .withClass("grid"),
                                        Axis.rect(Math.min(x, BAR_WIDTH - 1.0), 1, width, BAR_HEIGHT - 3)
                                                .withClass("bar unsure " + look(bar)),
                                        Axis.rect(Math.min(x, BAR_WIDTH - 1.0), 1, Math.max(sure, 1), BAR_HEIGHT - 3)
                                                .withClass("bar " + look(bar)))));
    }

    /// A device's own time has the colour of the state it is in; what others took has none.
    private static String look(Bar bar) {
        return bar.owner().isEmpty() || bar.owner().equals("device")
                ? bar.side().word()
                : bar.owner();
    }
}

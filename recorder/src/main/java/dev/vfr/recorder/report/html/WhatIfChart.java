package dev.vfr.recorder.report.html;

import static dev.vfr.recorder.report.html.Axis.px;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.vfr.model.drawing.Frame;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.WhatIf;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// The downtime that each moment of pre-copy would have given, and what other conditions would have changed.
final class WhatIfChart {

    private static final int TOP = 24;
    private static final int HEIGHT = 110;

    private WhatIfChart() {}

    static DomContent of(String number, MigrationSummary migration) {
        WhatIf whatIf = migration.estimates().whatIf();
        if (!whatIf.silence().isEmpty()) {
            return p("No other moment of switching over is reckoned: " + whatIf.silence() + ".")
                    .withClass("note");
        }
        return div(picture(number, migration, whatIf), effects(number, whatIf.effects()));
    }

    private static DomContent picture(String number, MigrationSummary migration, WhatIf whatIf) {
        List<WhatIf.Moment> moments = whatIf.moments();
        if (moments.size() < 2 || moments.getFirst().atNs() >= moments.getLast().atNs()) {
            return p(best(whatIf));
        }
        long from = moments.getFirst().atNs();
        long to = moments.getLast().atNs();
        long pad = Math.max(1, (to - from) / 25);
        Axis axis = new Axis(new Frame(from - pad, to + pad, 0, Map.of()), true);
        Optional<Long> real = migration.downtimeNs().map(ns -> ns.max());
        long most = Math.max(
                real.orElse(1L),
                moments.stream().mapToLong(WhatIf.Moment::downtimeNs).max().orElse(1));
        Plot plot = new Plot(axis, TOP, HEIGHT, Math.max(1, most), Plot.Unit.NS);
        List<DomContent> shapes = new ArrayList<>(plot.grid());
        migration.downtimeNs().ifPresent(ns -> {
            double top = Double.parseDouble(plot.y(ns.max()));
            double height = Math.max(1, Double.parseDouble(plot.y(ns.min())) - top);
            shapes.add(Axis.told(
                    Axis.rect(Axis.LEFT, (int) Math.round(top), Axis.WIDTH, (int) Math.round(height))
                            .withClass("real"),
                    "the real downtime, " + Figures.time(ns)));
        });
        StringBuilder path = new StringBuilder();
        for (WhatIf.Moment moment : moments) {
            path.append(path.isEmpty() ? "M" : "L")
                    .append(px(axis.x(moment.atNs())))
                    .append(' ')
                    .append(plot.y(moment.downtimeNs()));
        }
        shapes.add(tag("path").attr("d", path.toString()).withClass("curve stop-copy predicted"));
        whatIf.best()
                .ifPresent(best -> shapes.add(Axis.told(
                        tag("circle")
                                .attr("cx", px(axis.x(best.atNs())))
                                .attr("cy", plot.y(best.downtimeNs()))
                                .attr("r", "4")
                                .withClass("best"),
                        "the best moment, " + axis.told(best.atNs()) + ": " + Figures.time(best.downtimeNs()))));
        return figure(
                figcaption(
                        span(Names.capital(number + "what if the VMM had switched over earlier?"))
                                .withClass("what"),
                        span(BytesSection.key("stop-copy predicted"), span("predicted downtime"))
                                .withClass("key"),
                        iff(real.isPresent(), span("band: the real downtime").withClass("key")),
                        span("○ the best moment").withClass("key")),
                tag("div")
                        .withClass("wide")
                        .with(StateLook.svg(Axis.TOTAL, plot.bottom() + 8)
                                .attr("role", "img")
                                .attr(
                                        "aria-label",
                                        "Predicted downtime by the moment of the switchover. " + best(whatIf))
                                .with(shapes)),
                p(best(whatIf)));
    }

    private static String best(WhatIf whatIf) {
        return whatIf.best()
                .map(best -> "The best moment would have been +" + Figures.time(best.atNs()) + ", with about "
                        + Figures.time(best.downtimeNs()) + " of downtime and " + Figures.bytes(best.leftBytes())
                        + " of device data left"
                        + (whatIf.lostNs().orElse(0) > 0
                                ? "; the real one took "
                                        + Figures.time(whatIf.lostNs().getAsLong()) + " longer."
                                : "; the real one was no worse.")
                        + " This is a prediction by the rates of this migration, not a measurement.")
                .orElse("");
    }

    private static DomContent effects(String number, List<WhatIf.Effect> effects) {
        return div(iff(
                        !effects.isEmpty(),
                        table(
                                caption(number + "The downtime under other conditions, predicted"),
                                thead(tr(th("condition"), th("downtime").withClass("number"))),
                                tbody(each(
                                        effects,
                                        effect -> tr(
                                                td(condition(effect)),
                                                td(Figures.time(effect.downtimeNs()))
                                                        .withClass("number")))))))
                .withClass("wide");
    }

    private static String condition(WhatIf.Effect effect) {
        String what = switch (effect.condition()) {
            case BANDWIDTH -> "bandwidth";
            case DOWNTIME_LIMIT -> "downtime limit";
            case CHUNK_SIZE -> "size of a chunk";
        };
        return String.format(Locale.ROOT, "%.3g times the %s", effect.factor(), what)
                .replaceFirst("(\\.\\d*?)0+ ", "$1 ")
                .replaceFirst("\\. ", " ");
    }
}

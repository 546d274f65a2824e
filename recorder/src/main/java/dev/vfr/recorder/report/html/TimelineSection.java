package dev.vfr.recorder.report.html;

import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.tag;

import dev.vfr.model.drawing.TraceDrawing;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who did what when: the lanes of both sides in one picture, on one axis where their clocks can be compared.
final class TimelineSection {

    private static final int TOP = 24;

    private TimelineSection() {}

    static DomContent of(Report report, Scenes scenes, List<TraceDrawing> drawings, List<Quote> quotes) {
        return section(
                        h2("Time line"),
                        p(
                                        each(List.of(DeviceState.values()), state -> StateLook.named(state, true)),
                                        span("lighter with a dashed edge: inferred; empty: unknown; torn: events"
                                                + " missing"),
                                        span("| ENOMSG   × failed   ◇ reset   ① a finding, which a click leads to"))
                                .withClass("legend"),
                        each(scenes.all(), scene -> picture(report, scene, scenes, drawings, quotes)),
                        hidden(report, scenes))
                .withId("timeline");
    }

    private static DomContent hidden(Report report, Scenes scenes) {
        long drawn = scenes.all().stream()
                .mapToInt(scene -> scene.migration().orElse(0) + 1)
                .max()
                .orElse(0);
        long more = report.migrations().size() - drawn;
        return more <= 0 ? p() : p(more + " more migrations are not drawn.").withClass("note");
    }

    private static DomContent picture(
            Report report, Scenes.Scene scene, Scenes scenes, List<TraceDrawing> drawings, List<Quote> quotes) {
        Scenes.Part first = scene.parts().getFirst();
        Axis axis = new Axis(scenes.frame(first), drawings.get(first.trace()).timed());
        Lanes lanes = new Lanes(axis, TOP + 6);
        for (Scenes.Part part : scene.parts()) {
            TraceDrawing drawing = drawings.get(part.trace());
            lanes.add(drawing, drawing.frames().get(part.frame()));
        }
        flags(report, scene, scenes, axis, quotes, lanes);
        List<DomContent> shapes = new ArrayList<>(axis.ticks(TOP, lanes.bottom()));
        shapes.addAll(lanes.shapes());
        String span = axis.length(axis.frame().to() - axis.frame().from());
        String title = "Time line of " + scene.title() + ", " + span;
        ContainerTag<?> svg = StateLook.svg(Axis.TOTAL, lanes.bottom() + 4)
                .attr("role", "img")
                .attr("aria-label", title + "; the same states are listed under States")
                .with(shapes);
        return figure(
                figcaption(
                        span(Names.capital(scene.title())).withClass("what"),
                        span(", " + span + clocks(report, scene))),
                tag("div").withClass("wide").with(svg));
    }

    /// Where each finding's event stands on the axis.
    private static void flags(
            Report report, Scenes.Scene scene, Scenes scenes, Axis axis, List<Quote> quotes, Lanes lanes) {
        List<Lanes.Flag> flags = new ArrayList<>();
        for (Scenes.Part part : scene.parts()) {
            String trace = report.traces().get(part.trace()).name();
            for (Quote quote : quotes) {
                Finding finding = report.findings().get(quote.finding());
                if (finding.trace().equals(Optional.of(trace))) {
                    quote.proof()
                            .filter(line -> !axis.timed() || line.timeNs() != EventHeader.UNKNOWN_NS)
                            .ifPresent(line -> flags.add(new Lanes.Flag(
                                    quote.finding() + 1,
                                    finding,
                                    scenes.frame(part)
                                            .place(line.process(), axis.timed() ? line.timeNs() : line.seq()))));
                }
            }
        }
        lanes.flags(flags);
    }

    private static String clocks(Report report, Scenes.Scene scene) {
        if (!scene.placed()) {
            return ". The clocks of the two sides cannot be compared, so each has an axis of its own.";
        }
        if (scene.migration().isEmpty()) {
            return "";
        }
        Report.MigrationSummary migration =
                report.migrations().get(scene.migration().getAsInt());
        if (migration.clockBasis().isEmpty()) {
            return "";
        }
        return switch (migration.clockBasis().get()) {
            case SAME_HOST -> "; both sides on one clock";
            case CAUSAL ->
                "; the destination is drawn in the middle of what facts allow"
                        + migration
                                .clockOffsetNs()
                                .map(ns -> ", ± " + Figures.time((ns.max() - ns.min()) / 2))
                                .orElse("");
            case WALL_CLOCK -> "; facts bound the clocks from one end, the wall clocks stand in for the other";
            case NONE -> "";
        };
    }
}

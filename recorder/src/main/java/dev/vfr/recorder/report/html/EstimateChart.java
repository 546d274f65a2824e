package dev.vfr.recorder.report.html;

import static dev.vfr.recorder.report.html.Axis.px;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.figcaption;
import static j2html.TagCreator.figure;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.span;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tag;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.vfr.model.drawing.Frame;
import dev.vfr.model.report.EstimateHistory;
import dev.vfr.model.report.EstimateHistory.Sample;
import dev.vfr.model.report.Figures;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// What one device was said to have left, query by query: by its driver, by the VMM's copy, and how wrong that was.
final class EstimateChart {

    private static final int TOP = 24;
    private static final int HEIGHT = 110;
    private static final int ERROR_HEIGHT = 44;
    private static final int ROWS_MAX = 200;

    /// A longer table is not printed.
    private static final int PRINTED_MAX = 12;

    /// An estimate so many times larger than all that moved says nothing by its height.
    private static final int ABSURD = 20;

    private final String name;
    private final EstimateHistory history;

    private EstimateChart(String name, EstimateHistory history) {
        this.name = name;
        this.history = history;
    }

    static DomContent of(String name, EstimateHistory history) {
        EstimateChart chart = new EstimateChart(name, history);
        return history.driver().isEmpty() && history.vmm().isEmpty() ? div() : div(chart.picture(), chart.queries());
    }

    private DomContent picture() {
        List<Long> times = samples()
                .flatMapToLong(sample -> sample.atNs().stream())
                .boxed()
                .toList();
        long from = times.stream().mapToLong(at -> at).min().orElse(0);
        long to = times.stream().mapToLong(at -> at).max().orElse(0);
        // One answer is read in the table as well as in a picture.
        if (to <= from) {
            return div();
        }
        long pad = Math.max(1, (to - from) / 25);
        Axis axis = new Axis(new Frame(from - pad, to + pad, 0, Map.of()), true);
        Plot plot = new Plot(axis, TOP, HEIGHT, most(), Plot.Unit.BYTES);
        List<DomContent> shapes = new ArrayList<>(plot.grid());
        shapes.add(curve(history.driver(), plot, "initial"));
        shapes.add(curve(history.vmm(), plot, "dirty"));
        boolean wrong = samples().anyMatch(sample -> sample.preCopyError().orElse(0) != 0);
        int bottom = plot.bottom();
        if (wrong) {
            errors(plot, bottom + ERROR_HEIGHT / 2 + 8, shapes);
            bottom += ERROR_HEIGHT + 16;
        }
        return figure(
                figcaption(
                        span(name + ", left to read in pre-copy").withClass("what"),
                        key(history.driver(), "initial", "as the driver said"),
                        key(history.vmm(), "dirty", "as the VMM's copy said"),
                        iff(
                                wrong,
                                span("error at each query: up, it was too high; down, more was dirtied")
                                        .withClass("key"))),
                tag("div")
                        .withClass("wide")
                        .with(StateLook.svg(Axis.TOTAL, bottom + 6)
                                .attr("role", "img")
                                .attr(
                                        "aria-label",
                                        "What " + name + " had left over time; the figures are in the table below.")
                                .with(shapes)),
                iff(
                        history.driver().isEmpty(),
                        p("This source does not show the driver's answers, only what the VMM made of them.")
                                .withClass("note")));
    }

    private static DomContent key(List<Sample> samples, String look, String text) {
        return iff(!samples.isEmpty(), span(BytesSection.key(look), span(text)).withClass("key"));
    }

    /// What is known holds until the next answer.
    private static DomContent curve(List<Sample> samples, Plot plot, String look) {
        StringBuilder path = new StringBuilder();
        for (Sample sample : samples) {
            OptionalLong left = left(sample);
            if (sample.atNs().isPresent() && left.isPresent()) {
                String x = px(plot.axis().x(sample.atNs().getAsLong()));
                path.append(path.isEmpty() ? "M" + x + " " : "H" + x + "V").append(plot.y(left.getAsLong()));
            }
        }
        return tag("path").attr("d", path.isEmpty() ? "" : path + "h4").withClass("curve " + look);
    }

    private void errors(Plot plot, int middle, List<DomContent> shapes) {
        long largest = samples()
                .flatMapToLong(sample -> sample.preCopyError().stream())
                .map(Math::abs)
                .max()
                .orElse(1);
        shapes.add(Axis.text(Integer.toString(Axis.LEFT - 6), middle + 4, "error, ± " + Figures.bytes(largest))
                .attr("text-anchor", "end")
                .withClass("tick"));
        shapes.add(Axis.line(Integer.toString(Axis.LEFT), middle, Integer.toString(Axis.LEFT + Axis.WIDTH), middle)
                .withClass("grid"));
        List<Sample> judged = history.driver().isEmpty() ? history.vmm() : history.driver();
        for (Sample sample : judged) {
            long error = sample.preCopyError().orElse(0);
            if (error == 0 || sample.atNs().isEmpty()) {
                continue;
            }
            double height = -(double) error / largest * ERROR_HEIGHT / 2;
            shapes.add(Axis.told(
                    tag("path")
                            .attr(
                                    "d",
                                    "M" + px(plot.axis().x(sample.atNs().getAsLong())) + " " + middle + "v"
                                            + px(height))
                            .withClass("miss " + (error > 0 ? "high" : "low")),
                    (error > 0 ? "too high by " : "more by ") + Figures.bytes(Math.abs(error)) + ", event "
                            + sample.seq()));
        }
    }

    private DomContent queries() {
        List<DomContent> rows = new ArrayList<>();
        long all = (long) history.driver().size() + history.vmm().size();
        Stream.concat(
                        history.driver().stream().map(sample -> new Query("driver", sample)),
                        history.vmm().stream().map(sample -> new Query("VMM", sample)))
                .sorted(Comparator.comparingLong(query -> query.sample().seq()))
                .limit(ROWS_MAX)
                .forEach(query -> rows.add(row(query)));
        long more = all - rows.size() + history.driverLeftOut() + history.vmmLeftOut();
        String told = rows.size() + " queries of " + name + ", one by one"
                + (more > 0 ? " (" + more + " more are not listed)" : "");
        return details(
                        summary(told),
                        div(table(
                                        caption("Each query of " + name
                                                + ", and its error. initial_bytes and dirty_bytes "
                                                + "are held against reads in pre-copy, stop_copy_length against what "
                                                + "STOP_COPY streamed."),
                                        thead(tr(
                                                th("event").withClass("number"),
                                                th("time").withClass("number"),
                                                th("whose"),
                                                th("initial_bytes").withClass("number"),
                                                th("dirty_bytes").withClass("number"),
                                                th("stop_copy_length").withClass("number"),
                                                th("read by then").withClass("number"),
                                                th("pre-copy error").withClass("number"),
                                                th("STOP_COPY beyond it").withClass("number"))),
                                        tbody(each(rows, row -> row))))
                                .withClass("wide"))
                .withClass(rows.size() > PRINTED_MAX ? "queries long" : "queries");
    }

    private record Query(String whose, Sample sample) {}

    private static DomContent row(Query query) {
        Sample sample = query.sample();
        String stale = sample.exact().isPresent() && !sample.exact().get() ? ", estimate" : "";
        return tr(
                td(Long.toString(sample.seq())).withClass("number"),
                td(sample.atNs().isPresent() ? "+" + Figures.time(sample.atNs().getAsLong()) : "–")
                        .withClass("number"),
                td(query.whose() + stale + (sample.reinit() ? ", REINIT" : "")),
                td(size(sample.initialBytes())).withClass("number"),
                td(size(sample.dirtyBytes())).withClass("number"),
                td(size(sample.stopCopyLength())).withClass("number"),
                td(Figures.bytes(sample.readBytes())).withClass("number"),
                td(error(sample.preCopyError())).withClass("number"),
                td(error(sample.stopCopyError())).withClass("number"));
    }

    /// An unsigned number of bytes.
    static String size(OptionalLong bytes) {
        if (bytes.isEmpty()) {
            return "–";
        }
        long size = bytes.getAsLong();
        return size < 0 ? Long.toUnsignedString(size) + " B" : Figures.bytes(size);
    }

    private static String error(OptionalLong bytes) {
        return bytes.isEmpty() ? "–" : (bytes.getAsLong() > 0 ? "+" : "") + Figures.bytes(bytes.getAsLong());
    }

    /// The sum, cut where it does not fit: both are unsigned.
    private static OptionalLong left(Sample sample) {
        if (sample.initialBytes().isEmpty() || sample.dirtyBytes().isEmpty()) {
            return OptionalLong.empty();
        }
        long initial = sample.initialBytes().getAsLong();
        long dirty = sample.dirtyBytes().getAsLong();
        return OptionalLong.of(initial < 0 || dirty < 0 || initial + dirty < 0 ? Long.MAX_VALUE : initial + dirty);
    }

    private long most() {
        LongStream lefts = samples().flatMapToLong(sample -> left(sample).stream());
        long any = Math.max(1, lefts.max().orElse(1));
        long moved = history.preCopyBytes().orElse(0) + history.stopCopyBytes().orElse(0);
        return moved > 0 && any / ABSURD > moved ? moved : any;
    }

    private Stream<Sample> samples() {
        return Stream.concat(history.driver().stream(), history.vmm().stream());
    }
}

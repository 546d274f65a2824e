package dev.vfr.recorder.report.html;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.section;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.DeviceSummary;
import dev.vfr.model.report.Report.PathEntry;
import j2html.tags.DomContent;
import java.util.List;

/// The states that each device was in, in order.
final class PathSection {

    /// As many as are read at one glance; the others are a click away.
    private static final int SHOWN = 16;

    private static final int ENTRIES_MAX = 500;

    private PathSection() {}

    static DomContent of(Report report) {
        return section(
                        h2("States"),
                        div(each(report.devices(), PathSection::device)).withClass("columns"))
                .withId("states");
    }

    private static DomContent device(DeviceSummary device) {
        List<PathEntry> path = device.path();
        List<PathEntry> first = path.subList(0, Math.min(SHOWN, path.size()));
        List<PathEntry> rest = path.subList(first.size(), Math.min(ENTRIES_MAX, path.size()));
        String aliases = device.aliases().isEmpty() ? "" : " (" + String.join(", ", device.aliases()) + ")";
        String flags = device.flags().map(offered -> "; offers " + offered).orElse("");
        String title = device.name() + aliases + ", " + device.role().word() + " in " + device.trace() + flags;
        int dropped = path.size() - first.size() - rest.size();
        String more =
                (path.size() - SHOWN) + " more" + (dropped > 0 ? ", of which " + dropped + " are not listed" : "");
        return div(
                entries(title, first),
                rest.isEmpty() ? div() : details(summary(more), entries(device.name() + ", continued", rest)));
    }

    private static DomContent entries(String title, List<PathEntry> entries) {
        return table(
                caption(title),
                thead(tr(
                        th("since").withClass("number"),
                        th("state"),
                        th("for").withClass("number"),
                        th("how it came"))),
                tbody(each(entries, PathSection::row)));
    }

    private static DomContent row(PathEntry entry) {
        return tr(
                td(entry.enteredNs().isPresent()
                                ? "+" + Figures.time(entry.enteredNs().getAsLong())
                                : "")
                        .withClass("number"),
                td(StateLook.named(entry.state(), entry.observed())),
                td(entry.ns().isPresent() ? Figures.time(entry.ns().getAsLong()) : "")
                        .withClass("number"),
                td(how(entry)).withClass("note"));
    }

    private static String how(PathEntry entry) {
        String cause = switch (entry.cause()) {
            case SET -> "SET";
            case RECOVER -> "recover state";
            case RESET -> "device reset";
            case INITIAL -> "as opened";
            case INFERRED -> entry.observed() ? "found there" : "on the way";
        };
        return entry.observed() ? cause : cause + ", inferred";
    }
}

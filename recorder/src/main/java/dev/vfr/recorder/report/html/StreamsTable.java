package dev.vfr.recorder.report.html;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.vfr.model.report.Report;
import dev.vfr.model.report.StreamComparison;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;

/// Whether the bytes that arrived are those that were sent, by their offset in the stream.
final class StreamsTable {

    private StreamsTable() {}

    static DomContent of(Report report) {
        List<DomContent> rows = new ArrayList<>();
        for (int i = 0; i < report.migrations().size(); i++) {
            for (StreamComparison streams : report.migrations().get(i).streams()) {
                rows.add(row(report, report.migrations().size() > 1 ? Integer.toString(i + 1) : "", streams));
            }
        }
        boolean several = report.migrations().size() > 1;
        return div(iff(
                        !rows.isEmpty(),
                        table(
                                caption("What arrived against what was sent, by offsets in the stream: "
                                        + "both sides promise the same bytes in the same order, not the same chunks."),
                                thead(tr(
                                        iff(several, th("migration").withClass("number")),
                                        th("device"),
                                        th("what arrived"),
                                        th("equal up to offset").withClass("number"),
                                        th("first differing offset").withClass("number"),
                                        th("how that is known"))),
                                tbody(each(rows, row -> row)))))
                .withClass("wide")
                .withId("streams");
    }

    private static DomContent row(Report report, String migration, StreamComparison streams) {
        String from = Names.device(report, streams.source());
        String to = Names.device(report, streams.destination());
        return tr(
                iff(!migration.isEmpty(), td(migration).withClass("number")),
                td(from.equals(to) ? from : from + " to " + to),
                switch (streams.result()) {
                    case EQUAL -> td(strong("equal"));
                    case DIFFERS -> td(strong("differs").withClass("severity error"));
                    case UNPROVEN -> td("not proven");
                },
                td(equal(streams)).withClass("number"),
                td(streams.firstDifference()
                                .map(at ->
                                        at.min() == at.max() ? Long.toString(at.min()) : at.min() + " to " + at.max())
                                .orElse("–"))
                        .withClass("number"),
                td(streams.why()).withClass("prose"));
    }

    private static String equal(StreamComparison streams) {
        return streams.equalBytes() == 0 && streams.result() == StreamComparison.Result.UNPROVEN
                ? "–"
                : Long.toString(streams.equalBytes());
    }
}

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
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.DeviceSummary;
import j2html.tags.DomContent;
import j2html.tags.specialized.TdTag;
import java.util.OptionalLong;

/// What each device moved and what was estimated, in figures.
final class AmountsTable {

    private AmountsTable() {}

    static DomContent of(Report report) {
        return iff(
                !report.devices().isEmpty(),
                div(table(
                                caption("Bytes moved over the whole trace, and the estimates. "
                                        + "A dash: not shown by the source. ≥: some may be missing."),
                                thead(tr(
                                        th("device"),
                                        th("trace"),
                                        number("read in PRE_COPY"),
                                        number("read in STOP_COPY"),
                                        number("written"),
                                        number("ENOMSG"),
                                        number("initial_bytes first"),
                                        number("last"),
                                        number("dirty_bytes most"),
                                        number("last"),
                                        number("stop_copy_length"),
                                        number("STOP_COPY read beyond it"))),
                                tbody(each(report.devices(), AmountsTable::row))))
                        .withClass("wide"));
    }

    private static DomContent row(DeviceSummary device) {
        boolean complete = device.bytes().complete();
        Report.Estimates estimates = device.estimates();
        return tr(
                td(Names.device(device.name(), device.aliases())),
                td(device.trace()),
                size(device.bytes().preCopy(), complete),
                size(device.bytes().stopCopy(), complete),
                size(device.bytes().resumed(), complete),
                td(device.enomsg().isPresent() ? Long.toString(device.enomsg().getAsLong()) : "–")
                        .withClass("number"),
                size(estimates.initialBytesFirst(), true),
                size(estimates.initialBytesLast(), true),
                size(estimates.dirtyBytesMax(), true),
                size(estimates.dirtyBytesLast(), true),
                size(estimates.stopCopyLength(), true),
                size(estimates.stopCopyError(), true));
    }

    private static TdTag size(OptionalLong bytes, boolean complete) {
        return td(bytes.isPresent() ? (complete ? "" : "≥ ") + Figures.bytes(bytes.getAsLong()) : "–")
                .withClass("number");
    }

    private static DomContent number(String name) {
        return th(name).withClass("number");
    }
}

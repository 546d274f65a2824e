package dev.vfr.recorder.report.html;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.vfr.model.report.DowntimeAnatomy.DeviceShare;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Report;
import j2html.tags.DomContent;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What each device took of the downtime.
final class DeviceShares {

    private DeviceShares() {}

    static DomContent of(Report report, List<DeviceShare> shares) {
        if (shares.isEmpty()) {
            return div();
        }
        return div(table(
                        caption("What each device took at both sides. A dash: not shown."),
                        thead(tr(
                                th("device"),
                                number("stop"),
                                number("reads"),
                                number("longest read"),
                                number("between reads (VMM)"),
                                number("writes"),
                                number("resume"),
                                number("at once with another"),
                                number("own time"))),
                        tbody(each(shares, share -> row(report, share)))))
                .withClass("wide");
    }

    private static DomContent row(Report report, DeviceShare share) {
        String name = Stream.of(share.source(), share.destination())
                .flatMap(side -> side.stream())
                .map(device -> Names.device(report, device))
                .distinct()
                .collect(Collectors.joining(" to "));
        return tr(
                td(share.critical() ? strong(name + ", the critical one") : text(name)),
                time(share.stopNs()),
                time(share.readNs()),
                time(share.longestReadNs()),
                time(share.betweenReadsNs()),
                time(share.writeNs()),
                time(share.resumeNs()),
                time(share.overlapNs()),
                time(OptionalLong.of(share.ownNs())));
    }

    private static DomContent number(String name) {
        return th(name).withClass("number");
    }

    private static DomContent time(OptionalLong ns) {
        return td(ns.isPresent() ? Figures.time(ns.getAsLong()) : "–").withClass("number");
    }
}

package dev.vfr.recorder.report.html;

import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.section;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.vfr.model.drawing.TraceDrawing;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.TraceSummary;
import j2html.tags.DomContent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/// How the traces were captured, and what that way of capture cannot show.
final class CaptureSection {

    private CaptureSection() {}

    static DomContent of(Report report, List<TraceDrawing> drawings) {
        List<CaptureSource> used = Arrays.stream(CaptureSource.values())
                .filter(source -> report.traces().stream()
                        .anyMatch(trace -> trace.sources().contains(source.label())))
                .toList();
        return section(
                        h2("Capture"),
                        div(table(
                                        caption("The traces"),
                                        thead(tr(
                                                th("trace"),
                                                th("captured by"),
                                                th("events").withClass("number"),
                                                th("lost").withClass("number"),
                                                th("intact"),
                                                th("begins"),
                                                th("lasts").withClass("number"),
                                                th("cost of one recorded call").withClass("number"))),
                                        tbody(each(report.traces(), CaptureSection::row))))
                                .withClass("wide"),
                        div(table(
                                        caption("The processes"),
                                        thead(tr(
                                                th("trace"),
                                                th("process"),
                                                th("host"),
                                                th("kernel"),
                                                th("VMM"),
                                                th("command"))),
                                        tbody(each(drawings, CaptureSection::processes))))
                                .withClass("wide"),
                        h3("What these sources cannot show"),
                        dl(each(used, source -> div(dt(source.label()), dd(limits(source)))))
                                .withClass("terms"))
                .withId("capture");
    }

    private static DomContent row(TraceSummary trace) {
        String lost = trace.lost() + (trace.lostUncounted() ? " or more" : "");
        return tr(
                td(trace.name()),
                td(String.join(", ", trace.sources())
                        + (trace.companion() ? " (a companion view: drawn, not judged)" : "")),
                td(Long.toString(trace.events())).withClass("number"),
                td(lost).withClass("number"),
                td(trace.intact() ? "yes" : "no"),
                td(
                        trace.startRealtimeNs().isPresent()
                                ? utc(trace.startRealtimeNs().getAsLong())
                                : "no real time"),
                td(trace.durationNs().isPresent()
                                ? Figures.time(trace.durationNs().getAsLong())
                                : "no times")
                        .withClass("number"),
                td(trace.captureCost().map(cost -> Figures.time(cost.callNs())).orElse("–"))
                        .withClass("number"));
    }

    private static String utc(long realtimeNs) {
        return Instant.ofEpochSecond(realtimeNs / 1_000_000_000, realtimeNs % 1_000_000_000)
                .toString();
    }

    private static DomContent processes(TraceDrawing drawing) {
        return each(
                drawing.processes().stream()
                        .filter(process -> process.number() >= 0)
                        .toList(),
                process -> tr(
                        td(drawing.trace()),
                        td(process.label()),
                        td(process.host()),
                        td(process.kernel()),
                        td(process.vmm()),
                        td(code(process.commandLine())).withClass("command")));
    }

    /// What stays hidden from a way of capture, whatever happens.
    private static String limits(CaptureSource source) {
        return switch (source) {
            case INTERPOSER ->
                "Sees system calls of the VMM. The states that the kernel walks inside one SET, what the driver does "
                        + "between calls, and the flags passed into VFIO_MIG_GET_PRECOPY_INFO stay hidden; calls by "
                        + "io_uring and raw system calls too.";
            case SIMULATOR -> "Everything here was simulated: it shows no real device, host or time.";
            case QEMU_LOG ->
                "Prints records, not system calls: no errno unless a line has one, no poll, no read that found "
                        + "nothing before 9.1, no duration of a SET before 9.1, no digest of the bytes.";
            case QMP ->
                "Shows what the VMM reported to its client: statuses and states, but no call, no bytes and no errno.";
            case QEMU_STDERR -> "Shows only what the VMM complained about.";
            case LIBVIRT_LOG ->
                "Shows what libvirt and the VMM told each other and what libvirt complained about, with libvirt's times; "
                        + "no call, no bytes and no errno.";
            case HMP -> "Shows what was printed when somebody asked, mostly without a time.";
            case STRACE ->
                "Slows every call down by tens of microseconds, so its times are not those of the migration. "
                        + "Structures are printed as far as strace knows them.";
            case FTRACE -> "Shows the driver's arcs and calls, but nothing of the VMM and none of its reasons.";
            case KERNEL_LOG ->
                "Shows what drivers and the kernel complained about, by a clock of its own, and nothing of the calls.";
            case QEMU_STREAM ->
                "Shows what was put into the stream, but no call, no time, no failure, and not what became of it.";
        };
    }
}

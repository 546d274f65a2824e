package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.Call;
import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Leg;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Cuts the downtime into spans by what each device did; only spans of which both ends are shown.
public final class Phases {

    private final List<Report.Phase> phases = new ArrayList<>();

    private Phases() {}

    static List<Report.Phase> of(Sides sides) {
        Phases found = new Phases();
        Sides.Side source = sides.source();
        if (source != null) {
            source.leg().devices.values().forEach(part -> found.sending(source, part));
            found.handlers(source, Report.Side.SOURCE);
        }
        Sides.Side destination = sides.destination();
        if (destination != null) {
            destination.leg().devices.values().forEach(part -> found.taking(destination, part, sides));
            found.handlers(destination, Report.Side.DESTINATION);
        }
        return found.phases;
    }

    private void sending(Sides.Side side, DeviceLeg part) {
        Call left = part.left;
        Call stopCopy = part.stopCopy;
        if (left == null) {
            return;
        }
        if (stopCopy == null || stopCopy.seq() != left.seq()) {
            call("p2p-quiesce", side, part, left);
        }
        if (stopCopy == null) {
            return;
        }
        if (stopCopy.seq() != left.seq()) {
            span("before-stop-copy", side, part, left.returnedNs(), stopCopy.calledNs());
        }
        call("stop-copy-set", side, part, stopCopy);
        span("stop-copy-wait", side, part, stopCopy.returnedNs(), part.firstStopCopyReadNs);
        span("stop-copy-stream", side, part, part.firstStopCopyReadNs, part.lastStopCopyReadNs);
    }

    private void taking(Sides.Side side, DeviceLeg part, Sides sides) {
        Call begun = part.resumeBegun;
        Call running = part.running;
        long loading = loadingNs(part, sides);
        span("load", side, part, loading, part.lastMovedNs);
        if (begun == null || running == null) {
            return;
        }
        if (tookStopCopy(part, sides)) {
            span("before-resume", side, part, part.lastMovedNs, begun.calledNs());
        }
        if (begun.seq() != running.seq()) {
            call("resume-to-p2p", side, part, begun);
        }
        call("resume-to-running", side, part, running);
    }

    private void handlers(Sides.Side side, Report.Side which) {
        for (Leg.HandlerTime time : Switchover.handlers(side)) {
            long start = side.axisNs(time.startNs());
            if (start != EventHeader.UNKNOWN_NS) {
                phases.add(new Report.Phase(time.name(), which, time.handler(), start, time.ns()));
            }
        }
    }

    private static boolean tookStopCopy(DeviceLeg part, Sides sides) {
        Sides.Side source = sides.source();
        Sides.Side destination = sides.destination();
        return source == null
                || destination == null
                || DevicePairs.of(source, destination).stream()
                        .filter(pair -> pair.destination().device == part.device)
                        .allMatch(Anatomy::tookStopCopy);
    }

    /// When the first byte of the stop-copy data was written; unknown where the source does not tell where it begins.
    private static long loadingNs(DeviceLeg part, Sides sides) {
        Sides.Side source = sides.source();
        Sides.Side destination = sides.destination();
        if (source == null || destination == null) {
            return EventHeader.UNKNOWN_NS;
        }
        for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
            if (pair.destination().device == part.device && !pair.source().unsized && !part.unsized) {
                int first = part.marks.firstFrom(pair.source().preCopyBytes + 1);
                return first < 0 ? EventHeader.UNKNOWN_NS : part.marks.ns(first);
            }
        }
        return EventHeader.UNKNOWN_NS;
    }

    private void call(String name, Sides.Side side, DeviceLeg part, Call call) {
        if (call.returnedNs() > call.calledNs()) {
            span(name, side, part, call.calledNs(), call.returnedNs());
        }
    }

    private void span(String name, Sides.Side side, DeviceLeg part, long fromNs, long toNs) {
        long start = side.axisNs(fromNs);
        Report.@Nullable Side which = side.leg().side;
        if (start == EventHeader.UNKNOWN_NS || toNs == EventHeader.UNKNOWN_NS || toNs <= fromNs || which == null) {
            return;
        }
        phases.add(new Report.Phase(name, which, side.scan().deviceName(part.device), start, toNs - fromNs));
    }
}

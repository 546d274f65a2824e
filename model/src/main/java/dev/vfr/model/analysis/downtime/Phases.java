package dev.vfr.model.analysis.downtime;

import dev.vfr.model.analysis.pairing.DevicePairs;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pairing.Switchover;
import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.HandlerTime;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;
import java.util.ArrayList;
import java.util.List;

/// Cuts the downtime into spans by what each device did; only spans of which both ends are shown.
public final class Phases {

    private final List<Report.Phase> phases = new ArrayList<>();

    private Phases() {}

    /// All of a migration.
    public static List<Report.Phase> of(Sides sides) {
        Phases found = new Phases();
        MigrationSide source = sides.source();
        if (source != null) {
            source.devices().forEach(device -> found.sending(source, device));
            found.handlers(source, Report.Side.SOURCE);
        }
        MigrationSide destination = sides.destination();
        if (destination != null) {
            destination.devices().forEach(device -> found.taking(destination, device, sides));
            found.handlers(destination, Report.Side.DESTINATION);
        }
        return found.phases;
    }

    private void sending(MigrationSide side, DeviceSide device) {
        CallTime left = device.left().orElse(null);
        CallTime stopCopy = device.stopCopy().orElse(null);
        if (left == null) {
            return;
        }
        if (stopCopy == null || stopCopy.seq() != left.seq()) {
            call("p2p-quiesce", side, device, left);
        }
        if (stopCopy == null) {
            return;
        }
        if (stopCopy.seq() != left.seq()) {
            span("before-stop-copy", side, device, left.returnedNs(), stopCopy.calledNs());
        }
        call("stop-copy-set", side, device, stopCopy);
        span("stop-copy-wait", side, device, stopCopy.returnedNs(), device.firstStopCopyReadNs());
        span("stop-copy-stream", side, device, device.firstStopCopyReadNs(), device.lastStopCopyReadNs());
    }

    private void taking(MigrationSide side, DeviceSide device, Sides sides) {
        CallTime begun = device.resumeBegun().orElse(null);
        CallTime running = device.running().orElse(null);
        long loading = loadingNs(device, sides);
        span("load", side, device, loading, device.lastMovedNs());
        if (begun == null || running == null) {
            return;
        }
        if (tookStopCopy(device, sides)) {
            span("before-resume", side, device, device.lastMovedNs(), begun.calledNs());
        }
        if (begun.seq() != running.seq()) {
            call("resume-to-p2p", side, device, begun);
        }
        call("resume-to-running", side, device, running);
    }

    private void handlers(MigrationSide side, Report.Side which) {
        for (HandlerTime time : Switchover.handlers(side)) {
            long start = side.axisNs(time.startNs());
            if (start != EventHeader.UNKNOWN_NS) {
                phases.add(new Report.Phase(time.name(), which, time.handler(), start, time.ns()));
            }
        }
    }

    private static boolean tookStopCopy(DeviceSide device, Sides sides) {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        return source == null
                || destination == null
                || DevicePairs.of(source, destination).stream()
                        .filter(pair -> pair.destination().number() == device.number())
                        .allMatch(Anatomy::tookStopCopy);
    }

    /// When the first byte of the stop-copy data was written; unknown if the source does not show where it begins.
    private static long loadingNs(DeviceSide device, Sides sides) {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        if (source == null || destination == null) {
            return EventHeader.UNKNOWN_NS;
        }
        for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
            if (pair.destination().number() == device.number() && !pair.source().unsized() && !device.unsized()) {
                int first = device.marks().firstFrom(pair.source().preCopyBytes() + 1);
                return first < 0 ? EventHeader.UNKNOWN_NS : device.marks().ns(first);
            }
        }
        return EventHeader.UNKNOWN_NS;
    }

    private void call(String name, MigrationSide side, DeviceSide device, CallTime call) {
        if (call.returnedNs() > call.calledNs()) {
            span(name, side, device, call.calledNs(), call.returnedNs());
        }
    }

    private void span(String name, MigrationSide side, DeviceSide device, long fromNs, long toNs) {
        long start = side.axisNs(fromNs);
        Report.Side which = side.role().orElseThrow();
        if (start == EventHeader.UNKNOWN_NS || toNs == EventHeader.UNKNOWN_NS || toNs <= fromNs) {
            return;
        }
        phases.add(new Report.Phase(name, which, side.trace().deviceName(device.number()), start, toNs - fromNs));
    }
}

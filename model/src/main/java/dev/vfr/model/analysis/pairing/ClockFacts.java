package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.CallTime;
import dev.vfr.model.analysis.pass.HandlerTime;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.StreamMarks;
import dev.vfr.model.event.EventHeader;
import java.util.List;
import java.util.OptionalLong;

/// What must have happened at one side before something at the other, and how that bounds the offset between the two
/// clocks at the moment of the switchover.
///
/// A clock may run fast or slow: the kernel slews it by 500 ppm at most, so that a fact a minute away from the
/// switchover says 60 ms less about it. Facts of minutes ago never contradict those of now by mere drift.
public final class ClockFacts {

    /// The most by which two clocks can drift apart, each by the 500 ppm that adjtimex(2) allows.
    private static final long APART_PPM = 1_000;

    private static final long MILLION = 1_000_000;

    private final Sides sides;
    private final MigrationSide source;
    private final MigrationSide destination;
    private final OptionalLong switchoverNs;
    private OptionalLong least = OptionalLong.empty();
    private OptionalLong most = OptionalLong.empty();

    private ClockFacts(Sides sides, MigrationSide source, MigrationSide destination) {
        this.sides = sides;
        this.source = source;
        this.destination = destination;
        this.switchoverNs = switchoverNs();
    }

    static ClockFacts of(Sides sides, MigrationSide source, MigrationSide destination) {
        ClockFacts facts = new ClockFacts(sides, source, destination);
        facts.sourceFirst();
        facts.destinationFirst();
        return facts;
    }

    /// The offset is no less, ns, destination minus source.
    OptionalLong leastNs() {
        return least;
    }

    /// The offset is no more, ns, destination minus source.
    OptionalLong mostNs() {
        return most;
    }

    /// When the first of the source's devices stopped, else when its side began.
    private OptionalLong switchoverNs() {
        long stopped = Switchover.stopped(source).map(Span::toNs).orElse(source.startNs());
        return sides.comparable(source, stopped);
    }

    private void sourceFirst() {
        MigrationSide from = source;
        MigrationSide to = destination;
        // A management layer that connects by itself and hands the socket over (`migrate fd:`) does so before.
        if (from.throughSocket()) {
            sourceBefore(from.momentNs("status-setup"), to.momentNs("migration_socket_incoming_accepted"));
        }
        sourceBefore(from.momentNs("src-vm-stopped"), to.momentNs("dst-precopy-loadvm-completed"));
        sourceBefore(from.momentNs("src-iterable-saved"), to.momentNs("dst-precopy-loadvm-completed"));
        sourceBefore(from.momentNs("src-downtime-start"), to.momentNs("dst-precopy-bh-vm-started"));
        handlers(from, to);
        for (DevicePairs.Pair pair : DevicePairs.of(source, destination)) {
            CallTime resuming = pair.destination().resuming().orElse(null);
            CallTime running = pair.destination().running().orElse(null);
            CallTime stopped = pair.source().left().or(pair.source()::stopCopy).orElse(null);
            if (resuming != null) {
                sourceBefore(from.momentNs("status-setup"), resuming.returnedNs());
            }
            if (running != null && stopped != null) {
                sourceBefore(stopped.calledNs(), running.returnedNs());
            }
            bytes(pair.source().marks(), pair.destination().marks());
        }
    }

    /// A handler has loaded only what the other side's handler of that name had saved, where both tell one such time.
    private void handlers(MigrationSide from, MigrationSide to) {
        for (HandlerTime loaded : to.handlers()) {
            List<HandlerTime> saved = like(from, loaded);
            if (saved.size() == 1 && like(to, loaded).size() == 1) {
                sourceBefore(saved.getFirst().endNs(), loaded.endNs());
            }
        }
    }

    private static List<HandlerTime> like(MigrationSide side, HandlerTime other) {
        return side.handlers().stream()
                .filter(time -> time.handler().equals(other.handler()) && time.iterable() == other.iterable())
                .toList();
    }

    private void bytes(StreamMarks read, StreamMarks written) {
        for (int i = 0; i < read.size(); i++) {
            int at = written.firstFrom(read.position(i));
            if (at >= 0) {
                sourceBefore(read.ns(i), written.ns(at));
            }
        }
    }

    private void destinationFirst() {
        MigrationSide from = source;
        MigrationSide to = destination;
        if (from.throughSocket() || to.throughSocket()) {
            long connected = from.momentNs("migration_socket_outgoing_connected");
            boolean shown = connected != EventHeader.UNKNOWN_NS;
            destinationBefore(to.momentNs("status-setup"), shown ? connected : from.momentNs("status-active"));
        }
        destinationBefore(to.momentNs("loadvm_process_command"), from.momentNs("source_return_path_thread_pong"));
        destinationBefore(
                to.momentNs("loadvm_approve_switchover"), from.momentNs("source_return_path_thread_switchover_acked"));
        answered(to, from, "source_return_path_thread_shut");
        if (from.hasMomentOf("source_return_path_thread")) {
            // With a return path the source says completed only after the destination has closed it.
            answered(to, from, "status-completed");
        }
    }

    private void answered(MigrationSide to, MigrationSide from, String heard) {
        destinationBefore(to.momentNs("dst-precopy-loadvm-completed"), from.momentNs(heard));
        destinationBefore(to.momentNs("status-completed"), from.momentNs(heard));
    }

    private void sourceBefore(long sourceNs, long destinationNs) {
        OptionalLong bound = difference(sourceNs, destinationNs, 1);
        if (bound.isPresent()) {
            most = OptionalLong.of(Math.min(most.orElse(Long.MAX_VALUE), bound.getAsLong()));
        }
    }

    private void destinationBefore(long destinationNs, long sourceNs) {
        OptionalLong bound = difference(sourceNs, destinationNs, -1);
        if (bound.isPresent()) {
            least = OptionalLong.of(Math.max(least.orElse(Long.MIN_VALUE), bound.getAsLong()));
        }
    }

    /// The difference between two times, carried to the switchover: looser by what the clocks may have drifted since.
    private OptionalLong difference(long sourceNs, long destinationNs, int looser) {
        OptionalLong s = sides.comparable(source, sourceNs);
        OptionalLong d = sides.comparable(destination, destinationNs);
        if (s.isEmpty() || d.isEmpty()) {
            return OptionalLong.empty();
        }
        long away = switchoverNs.isPresent() ? Math.abs(s.getAsLong() - switchoverNs.getAsLong()) : 0;
        return OptionalLong.of(d.getAsLong() - s.getAsLong() + looser * drift(away));
    }

    /// The most by which the two clocks can have drifted apart in `ns`.
    public static long drift(long ns) {
        return ns / MILLION * APART_PPM + ns % MILLION * APART_PPM / MILLION;
    }
}

package dev.vfr.recorder.report.timeline;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Perfetto's binary format, a sequence of `TracePacket`s, for ui.perfetto.dev and its trace processor.
///
/// | drawn | is |
/// |---|---|
/// | state | TYPE_STATE on a state track, which Perfetto knows from v57 on; an empty one where the state is not known |
/// | slice | TYPE_SLICE_BEGIN and TYPE_SLICE_END |
/// | instant | TYPE_INSTANT |
/// | number | TYPE_COUNTER, unit bytes |
/// | group | a process, with a number in place of its pid, since two hosts may use the same |
///
/// The time line's axis is the trace clock. Each host's clock is one of its own, numbered from 128; a snapshot says
/// what they and the real time show at the axis's zero, and every packet carries the time of its host.
///
/// Source of the field numbers: protos/perfetto/trace/trace_packet.proto, clock_snapshot.proto and
/// track_event/*.proto of google/perfetto, v58.
final class PerfettoTrace implements TimelineSink {

    private static final int SEQUENCE = 1;
    private static final int INCREMENTAL_STATE_CLEARED = 1;

    /// BUILTIN_CLOCK_REALTIME and BUILTIN_CLOCK_BOOTTIME; numbers of one's own begin with 128.
    private static final int REALTIME = 1;

    private static final int BOOTTIME = 6;
    private static final int OWN_CLOCKS = 128;

    private static final int SLICE_BEGIN = 1;
    private static final int SLICE_END = 2;
    private static final int INSTANT = 3;
    private static final int COUNTER = 4;
    private static final int STATE = 5;

    private static final int CHILDREN_BY_RANK = 3;
    private static final int UNIT_BYTES = 3;

    /// Tracks of groups have the numbers behind this one.
    private static final long GROUPS = 1L << 32;

    private final OutputStream out;
    private final ProtoBuffer trace = new ProtoBuffer();
    private final ProtoBuffer packet = new ProtoBuffer();
    private final ProtoBuffer event = new ProtoBuffer();
    private final ProtoBuffer annotation = new ProtoBuffer();
    private final Map<Track, Long> endOfState = new LinkedHashMap<>();
    private List<TimelineHead.HostClock> clocks = List.of();

    PerfettoTrace(OutputStream out) {
        this.out = out;
    }

    @Override
    public void begin(TimelineHead head) throws IOException {
        clocks = head.clocks();
        ProtoBuffer snapshot = new ProtoBuffer();
        clock(snapshot, BOOTTIME, 0);
        head.startRealtimeNs().ifPresent(ns -> clock(snapshot, REALTIME, ns));
        for (int i = 0; i < clocks.size(); i++) {
            clock(snapshot, OWN_CLOCKS + i, clocks.get(i).atZeroNs());
        }
        snapshot.number(2, BOOTTIME);
        packet.clear();
        packet.message(6, snapshot);
        packet.number(10, SEQUENCE);
        packet.number(13, INCREMENTAL_STATE_CLEARED);
        write();
        verdicts(head.report());
    }

    private static void clock(ProtoBuffer snapshot, int id, long ns) {
        ProtoBuffer clock = new ProtoBuffer();
        clock.number(1, id);
        clock.number(2, ns);
        snapshot.message(1, clock);
    }

    /// The track of the whole trace says what came of it.
    private void verdicts(Report report) throws IOException {
        StringBuilder text = new StringBuilder();
        for (Report.MigrationSummary migration : report.migrations()) {
            text.append(migration.outcome().word()).append(". ");
            text.append(migration.verdict().text()).append('\n');
        }
        ProtoBuffer descriptor = new ProtoBuffer();
        descriptor.number(1, GROUPS);
        descriptor.text(2, "Migrations");
        descriptor.text(14, text.toString());
        describe(descriptor);
    }

    @Override
    public void group(Group group) throws IOException {
        ProtoBuffer process = new ProtoBuffer();
        process.number(1, group.id());
        process.text(6, group.name());
        ProtoBuffer descriptor = new ProtoBuffer();
        descriptor.number(1, uuid(group));
        descriptor.message(3, process);
        descriptor.number(11, CHILDREN_BY_RANK);
        describe(descriptor);
    }

    @Override
    public void track(Track track) throws IOException {
        ProtoBuffer descriptor = new ProtoBuffer();
        descriptor.number(1, track.id());
        descriptor.number(5, uuid(track.group()));
        descriptor.text(2, track.name());
        descriptor.number(12, track.rank());
        ProtoBuffer kind = new ProtoBuffer();
        switch (track.kind()) {
            case STATES -> descriptor.message(18, kind);
            case BYTES -> {
                kind.number(3, UNIT_BYTES);
                descriptor.message(8, kind);
            }
            case SLICES, INSTANTS -> {}
        }
        describe(descriptor);
    }

    @Override
    public void state(Track track, DeviceState state, long atNs, long ns, List<Arg> args) throws IOException {
        Long end = endOfState.put(track, ns == EventHeader.UNKNOWN_NS ? Long.MAX_VALUE : atNs + ns);
        if (end != null && end < atNs) {
            // Between the end of one state and the next the device was on its way, in an unknown state.
            event(track, STATE, "");
            write(track, end);
        }
        event(track, STATE, state.name());
        args(args);
        write(track, atNs);
    }

    @Override
    public void slice(Track track, String name, long atNs, long ns, List<Arg> args) throws IOException {
        event(track, SLICE_BEGIN, name);
        args(args);
        write(track, atNs);
        event(track, SLICE_END, "");
        write(track, atNs + ns);
    }

    @Override
    public void instant(Track track, String name, long atNs, List<Arg> args) throws IOException {
        event(track, INSTANT, name);
        args(args);
        write(track, atNs);
    }

    @Override
    public void count(Track track, long atNs, long value) throws IOException {
        event(track, COUNTER, "");
        // Counters are signed; an estimate of 2^63 or more is near enough as a floating point number.
        if (value >= 0) {
            event.number(30, value);
        } else {
            event.real(44, (value >>> 1) * 2.0);
        }
        write(track, atNs);
    }

    @Override
    public void end() throws IOException {
        for (Map.Entry<Track, Long> last : endOfState.entrySet()) {
            if (last.getValue() != Long.MAX_VALUE) {
                event(last.getKey(), STATE, "");
                write(last.getKey(), last.getValue());
            }
        }
        out.flush();
    }

    private void event(Track track, int type, String name) {
        event.clear();
        event.number(9, type);
        event.number(11, track.id());
        if (!name.isEmpty()) {
            event.text(23, name);
        }
    }

    private void args(List<Arg> args) {
        for (Arg arg : args) {
            annotation.clear();
            annotation.text(10, arg.name());
            if (arg.isText()) {
                annotation.text(6, arg.text());
            } else {
                annotation.number(4, arg.number());
            }
            event.message(4, annotation);
        }
    }

    private void write(Track track, long atNs) throws IOException {
        int clock = track.group().clock();
        packet.clear();
        packet.number(8, Math.max(0, clock < 0 ? atNs : atNs + clocks.get(clock).atZeroNs()));
        if (clock >= 0) {
            packet.number(58, OWN_CLOCKS + clock);
        }
        packet.message(11, event);
        packet.number(10, SEQUENCE);
        write();
    }

    private void describe(ProtoBuffer descriptor) throws IOException {
        packet.clear();
        packet.message(60, descriptor);
        packet.number(10, SEQUENCE);
        write();
    }

    private void write() throws IOException {
        trace.clear();
        trace.message(1, packet);
        trace.writeTo(out);
    }

    private static long uuid(Group group) {
        return GROUPS + group.id();
    }
}

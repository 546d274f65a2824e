package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.event.CaptureSource;
import java.util.EnumSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// Tells the traces that are judged from those that accompany them.
///
/// strace and probes in the driver see the same calls as the trace of a recorder, under other names of
/// processes and devices. Beside a trace of another source they are companion views: drawn on the same axis,
/// but no migration, no device and no finding is made of them a second time. Alone, or beside traces of quite
/// another time, they are judged like any other.
public final class Companions {

    private static final Set<CaptureSource> ACCOMPANYING = EnumSet.of(CaptureSource.STRACE, CaptureSource.FTRACE);

    private Companions() {}

    /// The traces to judge, in their order.
    public static List<ScannedTrace> judged(List<ScannedTrace> traces) {
        return traces.stream()
                .filter(trace -> traces.stream().noneMatch(other -> accompanies(trace, other)))
                .toList();
    }

    private static boolean accompanies(ScannedTrace trace, ScannedTrace other) {
        return isOfWatchers(trace) && !isOfWatchers(other) && !areApart(trace, other);
    }

    private static boolean isOfWatchers(ScannedTrace trace) {
        List<CaptureSource> sources = trace.state().trace().sources();
        return !sources.isEmpty() && ACCOMPANYING.containsAll(sources);
    }

    /// Their times show that one ended before the other began.
    private static boolean areApart(ScannedTrace a, ScannedTrace b) {
        return endsBefore(a, b) || endsBefore(b, a);
    }

    private static boolean endsBefore(ScannedTrace a, ScannedTrace b) {
        OptionalLong start = a.clock().startRealtimeNs();
        OptionalLong duration = a.clock().durationNs();
        OptionalLong next = b.clock().startRealtimeNs();
        return start.isPresent()
                && duration.isPresent()
                && next.isPresent()
                && start.getAsLong() + duration.getAsLong() < next.getAsLong();
    }
}

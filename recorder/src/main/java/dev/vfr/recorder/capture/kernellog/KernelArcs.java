package dev.vfr.recorder.capture.kernellog;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.DeviceState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads the single arcs that the drivers of Intel's GPUs (xe, i915) print at debug level.
///
/// `state: A->B` is printed before the arc is taken, `Failed to transition state: A->B err=N` after it failed. An arc
/// that did not fail is known to be done when the driver begins the next one at its end.
final class KernelArcs {

    private static final Pattern ARC = Pattern.compile(
            "(?:^|: )(Failed to transition )?state: ([a-z_0-9]{1,20})->([a-z_0-9]{1,20})(?: err=-?(\\d{1,4}))?\\s*$");
    private static final Map<String, DeviceState> STATES = Map.of(
            "running", DeviceState.RUNNING,
            "running_p2p", DeviceState.RUNNING_P2P,
            "stopcopy", DeviceState.STOP_COPY,
            "stop_copy", DeviceState.STOP_COPY,
            "stop", DeviceState.STOP,
            "resuming", DeviceState.RESUMING,
            "precopy", DeviceState.PRE_COPY,
            "precopy_p2p", DeviceState.PRE_COPY_P2P,
            "error", DeviceState.ERROR);

    /// An arc of a device, and how it ended as far as the log shows.
    record Taken(DeviceState from, DeviceState to, CallResult result) {}

    private record Shown(boolean failed, DeviceState from, DeviceState to, int errno) {}

    private KernelArcs() {}

    /// The arc that the driver began at each of these messages, by its index.
    ///
    /// @param devices the device of each message, empty text if it names none
    static Map<Integer, Taken> in(List<String> texts, List<String> devices) {
        Map<Integer, Taken> arcs = new HashMap<>();
        Map<String, Integer> last = new HashMap<>();
        for (int i = 0; i < texts.size(); i++) {
            Optional<Shown> shown = shown(texts.get(i));
            if (shown.isEmpty() || devices.get(i).isEmpty()) {
                continue;
            }
            Integer begun = last.remove(devices.get(i));
            Taken open = begun == null ? null : arcs.get(begun);
            if (begun != null && open != null) {
                arcs.put(begun, ended(open, shown.get()));
            }
            if (!shown.get().failed()) {
                arcs.put(i, new Taken(shown.get().from(), shown.get().to(), CallResult.UNKNOWN));
                last.put(devices.get(i), i);
            }
        }
        return arcs;
    }

    private static Taken ended(Taken open, Shown next) {
        if (next.failed()) {
            boolean same = next.from() == open.from() && next.to() == open.to();
            CallResult why = next.errno() > 0 ? CallResult.of(next.errno()) : CallResult.FAILED;
            return same ? new Taken(open.from(), open.to(), why) : open;
        }
        return next.from() == open.to() ? new Taken(open.from(), open.to(), CallResult.OK) : open;
    }

    private static Optional<Shown> shown(String text) {
        if (!text.contains("->")) {
            return Optional.empty();
        }
        Matcher arc = ARC.matcher(text);
        if (!arc.find()) {
            return Optional.empty();
        }
        DeviceState from = STATES.get(arc.group(2));
        DeviceState to = STATES.get(arc.group(3));
        boolean failed = arc.group(1) != null;
        if (from == null || to == null) {
            return Optional.empty();
        }
        return Optional.of(new Shown(failed, from, to, arc.group(4) == null ? 0 : Integer.parseInt(arc.group(4))));
    }
}

package dev.vfr.recorder.capture.interposer;

import dev.vfr.model.event.TraceEvent.CaptureCostMeasured;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;

/// What recording one call costs on this host, as the library itself measures it.
final class CaptureCost {

    private CaptureCost() {}

    /// Takes some milliseconds; the command should be running by then.
    ///
    /// @param digest whether bytes are digested
    /// @return empty where this JVM cannot load the library
    static Optional<CaptureCostMeasured> measure(Path library, boolean digest) {
        OptionalLong callNs = Posix.call(library, "vfr_call_cost_ns");
        OptionalLong digestNs = digest ? Posix.call(library, "vfr_digest_ns_per_mib") : OptionalLong.empty();
        return callNs.isPresent() && callNs.getAsLong() >= 0
                ? Optional.of(new CaptureCostMeasured(MessageIntake.now(), callNs.getAsLong(), digestNs))
                : Optional.empty();
    }
}

package dev.vfr.samples.kernel;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.Errno;
import java.util.Optional;

/// How VFIO_DEVICE_FEATURE came back. The payload is copied back even if some calls fail.
public record FeatureAnswer(Optional<Errno> errno, FeaturePayload payload) {

    static FeatureAnswer done(FeaturePayload payload) {
        return new FeatureAnswer(Optional.empty(), payload);
    }

    static FeatureAnswer failed(Errno errno, FeaturePayload payload) {
        return new FeatureAnswer(Optional.of(errno), payload);
    }

    /// The same as an event has it.
    public CallResult result() {
        return errno.map(failed -> CallResult.of(failed.number())).orElse(CallResult.OK);
    }
}

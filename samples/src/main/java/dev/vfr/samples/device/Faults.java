package dev.vfr.samples.device;

import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.Errno;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The faults of one device, and which of them have already happened.
final class Faults {

    private final List<Fault> faults;
    private final Map<Fault, Integer> happened = new HashMap<>();

    Faults(List<Fault> faults) {
        this.faults = List.copyOf(faults);
    }

    /// The fault of `arc` that is due now; it counts as happened.
    Optional<Fault.ArcFails> arcFails(Arc arc) {
        for (Fault fault : faults) {
            if (fault instanceof Fault.ArcFails fails
                    && fails.arc().equals(arc)
                    && happened.merge(fault, 1, Integer::sum) <= fails.times()) {
                return Optional.of(fails);
            }
        }
        return Optional.empty();
    }

    /// ns that `arc` takes on top of the profile's.
    long extraNs(Arc arc) {
        long extra = 0;
        for (Fault fault : faults) {
            if (fault instanceof Fault.ArcIsSlow slow && slow.arc().equals(arc)) {
                extra += slow.extraNs();
            }
        }
        return extra;
    }

    /// How a read behind `offset` bytes of a session fails.
    Optional<Errno> readFails(long offset) {
        for (Fault fault : faults) {
            if (fault instanceof Fault.ReadFails fails && offset >= fails.fromOffset()) {
                return Optional.of(fails.errno());
            }
        }
        return Optional.empty();
    }

    /// How GET MIG_DATA_SIZE fails; calls are counted.
    Optional<Errno> dataSizeFails() {
        for (Fault fault : faults) {
            if (fault instanceof Fault.CallFails fails && fails.call() == DeviceCall.MIG_DATA_SIZE) {
                return Optional.of(fails.errno());
            }
        }
        return Optional.empty();
    }
}

package dev.vfr.samples.vmm;

import java.util.HashSet;
import java.util.Set;

/// Whose initial data the source has still to see acknowledged before the guest may be stopped.
///
/// Up to 11.0, or with an older machine type, the destination counts, and its one acknowledgement means all
/// devices. From 11.1 on the source counts requests and acknowledgements, and a device that has new initial
/// data requests again.
final class SwitchoverAcks {

    private final boolean used;
    private final boolean countedHere;
    private final Set<Integer> sent = new HashSet<>();
    private final Set<Integer> requested = new HashSet<>();
    private int pending;
    private boolean acked;

    /// @param used whether the client wants it
    /// @param countedHere whether the source counts
    SwitchoverAcks(boolean used, boolean countedHere) {
        this.used = used;
        this.countedHere = countedHere;
    }

    /// A device has initial data that is to be acknowledged, for the first time or again.
    ///
    /// @param device its number
    void request(int device) {
        if (used && countedHere) {
            sent.remove(device);
            requested.add(device);
        }
    }

    /// A query of what is pending collects the requests.
    ///
    /// @return how many there were
    int collect() {
        int collected = requested.size();
        pending += collected;
        requested.clear();
        return collected;
    }

    /// Whether the device's next record has to say that all of its initial data is sent; it counts as sent then.
    boolean takeInitDataSent(int device, boolean initialDone) {
        return used && initialDone && sent.add(device);
    }

    /// The destination has acknowledged.
    ///
    /// @return whether that was expected
    boolean acknowledge() {
        acked = true;
        if (countedHere) {
            pending--;
        }
        return pending >= 0;
    }

    /// Whether the guest may be stopped.
    boolean allowSwitchover() {
        return !used || (countedHere ? pending == 0 : acked);
    }

    /// What is still pending, for messages.
    int pending() {
        return pending;
    }
}

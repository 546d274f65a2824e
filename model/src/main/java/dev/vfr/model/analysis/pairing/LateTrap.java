package dev.vfr.model.analysis.pairing;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.RegionUnmapped;
import java.util.OptionalLong;

/// A region that the driver wanted trapped stayed mapped after the device had entered PRE_COPY.
///
/// @param saving the request for PRE_COPY
/// @param unmapped the end of the mapping
/// @param guestWrites whether the guest was seen to write to the region as soon as its writes could be seen
public record LateTrap(DeviceStateSet saving, RegionUnmapped unmapped, boolean guestWrites) {

    /// How long the guest could write unseen, ns; empty where the trace has no times.
    public OptionalLong windowNs() {
        EventHeader entered = saving.header();
        EventHeader left = unmapped.header();
        long since = entered.hasDuration() ? entered.endNs() : entered.timeNs();
        return entered.hasTime() && left.hasTime() && left.timeNs() >= since
                ? OptionalLong.of(left.timeNs() - since)
                : OptionalLong.empty();
    }
}

package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DeviceEvent.DeviceStateSet;

/// After a request that failed, more requests failed that any state but ERROR has a way for, without a reset between.
///
/// @param first the request that left the device in ERROR
/// @param retry the first of the others
/// @param firstRetrySeq its event
/// @param lastRetrySeq the last of them
/// @param retries how many, >= 1
/// @param shown whether the device was seen in ERROR; otherwise at least two requests were refused as ERROR refuses
record RetriedInError(
        DeviceStateSet first,
        DeviceStateSet retry,
        long firstRetrySeq,
        long lastRetrySeq,
        long retries,
        boolean shown) {

    /// Whether an event is one of the retries.
    public boolean holds(int device, long seq) {
        return first.header().device() == device && firstRetrySeq <= seq && seq <= lastRetrySeq;
    }
}

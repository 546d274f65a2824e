package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.VmmEvent.HandlerDowntimeMeasured;

/// How long the VMM was in its handler of a VFIO device, as it reports when it leaves the handler.
///
/// @param saving at the source, else loading at the destination
/// @param handler its name in the stream, such as `0000:00:02.0/vfio`
/// @param iterable it moved the device's data, else its config
/// @param endNs when it was left, host clock, UNKNOWN_NS without times
/// @param ns how long it took
public record HandlerTime(boolean saving, String handler, boolean iterable, long endNs, long ns) {

    static HandlerTime of(HandlerDowntimeMeasured event) {
        return new HandlerTime(
                event.saving(),
                event.handler(),
                event.iterable(),
                event.header().timeNs(),
                event.elapsedNs());
    }

    /// When it was entered, host clock, UNKNOWN_NS without times.
    public long startNs() {
        return endNs == EventHeader.UNKNOWN_NS ? endNs : endNs - ns;
    }

    /// What a report calls it.
    public String name() {
        String verb = saving ? "save-handler" : "load-handler";
        return iterable ? verb : "config-" + verb;
    }
}

package dev.vfr.model.analysis.rule.device;

import dev.vfr.model.analysis.rule.protocol.OddRequest;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Figures;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.Optional;

/// How a request that failed is told.
final class RefusedRequests {

    private static final long NS_PER_S = 1_000_000_000;

    private RefusedRequests() {}

    static boolean failedWith(OddRequest request, Errno errno) {
        return request.set().result().is(errno);
    }

    /// The request took at least a second: the device, not the driver, had to be waited for.
    static boolean tookLong(OddRequest request) {
        EventHeader header = request.set().header();
        return header.hasDuration() && header.durationNs() >= NS_PER_S;
    }

    /// `the request for STOP_COPY failed with EBUSY (Device or resource busy) after 2.0 s`.
    static String told(OddRequest request) {
        EventHeader header = request.set().header();
        String wanted = request.set()
                .requested()
                .map(Enum::name)
                .orElse("state " + request.set().requestedNumber());
        return "the request for " + wanted + " failed with "
                + request.set().result().text()
                + (header.hasDuration() ? " after " + Figures.time(header.durationNs()) : "");
    }

    /// The device was to enter a data transfer session.
    static boolean entersSession(OddRequest request) {
        Optional<DeviceState> wanted = request.set().requested();
        boolean from = request.from()
                .filter(state -> state.isSaving() || state == DeviceState.RESUMING)
                .isPresent();
        return !from
                && wanted.filter(state -> state.isSaving() || state == DeviceState.RESUMING)
                        .isPresent();
    }
}

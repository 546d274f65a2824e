package dev.vfr.model.analysis.rule.vmm;

import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.RUNNING_P2P;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;

import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.fold.TraceScript;

/// Begins and ends of the two sides of a migration, from which cases are put together.
final class TwoSides {

    static final long MS = 1_000_000;
    static final int EIO = 5;
    static final int ENOMEM = 12;
    static final int EFAULT = 14;
    static final int EINVAL = 22;
    static final int ENOMSG = 42;

    private TwoSides() {}

    static TraceScript source() {
        return TraceScript.of("source", "0000:01:00.1", CaptureSource.INTERPOSER)
                .anchor(0, 0, 1_000_000_000)
                .flags(7)
                .at(10 * MS);
    }

    static TraceScript destination() {
        return TraceScript.of("destination", "0000:81:00.2", CaptureSource.INTERPOSER)
                .anchor(0, 0, 1_000_000_000)
                .flags(7)
                .at(10 * MS);
    }

    /// A source that was asked to migrate and answered with an error.
    static TraceScript refusing(String text) {
        return source().command("migrate").errorLine(text).closed();
    }

    /// A source in the middle of pre-copy.
    static TraceScript sending() {
        return source().command("migrate").status("setup").set(PRE_COPY).read(24);
    }

    /// A source that gave up with this message.
    static TraceScript failing(String text) {
        return sending().errorLine(text).status("failed").set(RUNNING).closed();
    }

    /// A source that gave all that it announced.
    static TraceScript sent() {
        return sentOf(60);
    }

    /// A source that gave 60 bytes.
    static TraceScript sentOf(long announcedBytes) {
        return sending()
                .dataSize(announcedBytes)
                .at(100 * MS)
                .set(STOP_COPY)
                .read(36)
                .read(0)
                .status("completed")
                .set(STOP)
                .closed();
    }

    /// A destination in the middle of its load.
    static TraceScript loading() {
        return destination().status("setup").set(RESUMING).written(24);
    }

    /// A destination that gave up with this message.
    static TraceScript failed(String text) {
        return loading().errorLine(text).status("failed").closed();
    }

    /// A destination that took everything.
    static TraceScript taken() {
        return loading()
                .at(120 * MS)
                .written(36)
                .set(RUNNING_P2P)
                .set(RUNNING)
                .status("completed")
                .closed();
    }

    /// A destination whose device wrote so much and refused it in the end.
    static TraceScript refused(long lastBytes) {
        return loading()
                .at(120 * MS)
                .written(lastBytes)
                .refused(RUNNING_P2P, EINVAL)
                .reset()
                .status("completed")
                .closed();
    }
}

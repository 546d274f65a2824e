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
public final class TwoSides {

    public static final long MS = 1_000_000;
    public static final int EIO = 5;
    public static final int ENOMEM = 12;
    public static final int EFAULT = 14;
    public static final int EINVAL = 22;
    public static final int ENOMSG = 42;

    private TwoSides() {}

    public static TraceScript source() {
        return TraceScript.of("source", "0000:01:00.1", CaptureSource.INTERPOSER)
                .anchor(0, 0, 1_000_000_000)
                .flags(7)
                .at(10 * MS);
    }

    public static TraceScript destination() {
        return TraceScript.of("destination", "0000:81:00.2", CaptureSource.INTERPOSER)
                .anchor(0, 0, 1_000_000_000)
                .flags(7)
                .at(10 * MS);
    }

    /// A source that was asked to migrate and answered with an error.
    public static TraceScript refusing(String text) {
        return source().command("migrate").answeredError(text).closed();
    }

    /// A source in the middle of pre-copy.
    public static TraceScript sending() {
        return source().command("migrate").status("setup").set(PRE_COPY).read(24);
    }

    /// A source that gave up with this message.
    public static TraceScript failing(String text) {
        return sending().errorLine(text).status("failed").set(RUNNING).closed();
    }

    /// A source that gave all that it announced.
    public static TraceScript sent() {
        return sentOf(60);
    }

    /// A source that gave 60 bytes.
    public static TraceScript sentOf(long announcedBytes) {
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
    public static TraceScript loading() {
        return destination().status("setup").set(RESUMING).written(24);
    }

    /// A destination that gave up with this message.
    public static TraceScript failed(String text) {
        return loading().errorLine(text).status("failed").closed();
    }

    /// A destination that took everything.
    public static TraceScript taken() {
        return loading()
                .at(120 * MS)
                .written(36)
                .set(RUNNING_P2P)
                .set(RUNNING)
                .status("completed")
                .closed();
    }

    /// A destination whose device wrote so much and refused it in the end.
    public static TraceScript refused(long lastBytes) {
        return loading()
                .at(120 * MS)
                .written(lastBytes)
                .refused(RUNNING_P2P, EINVAL)
                .reset()
                .status("completed")
                .closed();
    }
}

package dev.vfr.model.analysis.pass;

import dev.vfr.model.vfio.DeviceState;
import java.util.Optional;
import java.util.OptionalLong;

/// What one device did on one side of one migration.
///
/// It is compared by identity: a device of the same number on another side is another one.
public final class DeviceSide {

    private final int number;
    private final DeviceCalls calls;
    private final MovedData moved;
    private final ConfigLoad config;
    private final End end;

    /// When the VMM began to load the device's configuration, and when it was done, host clock.
    public record ConfigLoad(long begunNs, long loadedNs) {}

    /// What became of the device.
    ///
    /// @param tookPart it was in RESUMING or in the saving group, or moved data
    /// @param wasReset it was reset after the refusal
    record End(
            boolean tookPart,
            Optional<DeviceState> lastState,
            Optional<Refusal> refusal,
            boolean wasReset,
            Optional<FailedTransfer> failedTransfer) {}

    DeviceSide(int number, DeviceCalls calls, MovedData moved, ConfigLoad config, End end) {
        this.number = number;
        this.calls = calls;
        this.moved = moved;
        this.config = config;
        this.end = end;
    }

    /// The trace's number of the device.
    public int number() {
        return number;
    }

    public DeviceCalls calls() {
        return calls;
    }

    public MovedData moved() {
        return moved;
    }

    public ConfigLoad config() {
        return config;
    }

    /// The device takes part in the migration.
    public boolean tookPart() {
        return end.tookPart();
    }

    /// The state that the trace showed last in this migration.
    public Optional<DeviceState> lastState() {
        return end.lastState();
    }

    /// The trace showed the device last in this state.
    public boolean isLastIn(DeviceState state) {
        return lastState().equals(Optional.of(state));
    }

    public Optional<Refusal> refusal() {
        return end.refusal();
    }

    /// The device was reset after the refusal.
    public boolean wasReset() {
        return end.wasReset();
    }

    /// The first read or write of its data_fd that failed.
    public Optional<FailedTransfer> failedTransfer() {
        return end.failedTransfer();
    }

    /// A request or a transfer of the device failed.
    public boolean failed() {
        return refusal().isPresent() || failedTransfer().isPresent();
    }

    public boolean lostState() {
        return refusal().filter(Refusal::losesState).isPresent();
    }

    public Optional<CallTime> left() {
        return calls.left();
    }

    public Optional<CallTime> stopCopy() {
        return calls.stopCopy();
    }

    public Optional<CallTime> leftStopCopy() {
        return calls.leftStopCopy();
    }

    public Optional<CallTime> resuming() {
        return calls.resuming();
    }

    public Optional<CallTime> resumeBegun() {
        return calls.resumeBegun();
    }

    public Optional<CallTime> running() {
        return calls.running();
    }

    public long bytes() {
        return moved.bytes();
    }

    public long preCopyBytes() {
        return moved.preCopyBytes();
    }

    public boolean unsized() {
        return moved.unsized();
    }

    public StreamMarks marks() {
        return moved.marks();
    }

    public StreamDigest digest() {
        return moved.digest();
    }

    public TransferTimes stopCopyReads() {
        return moved.stopCopyReads();
    }

    public long lastMovedNs() {
        return moved.when().lastMovedNs();
    }

    public long firstStopCopyReadNs() {
        return moved.when().firstStopCopyReadNs();
    }

    public long lastStopCopyReadNs() {
        return moved.when().lastStopCopyReadNs();
    }

    public OptionalLong writingAfter(long position) {
        return moved.writingAfter(position);
    }
}

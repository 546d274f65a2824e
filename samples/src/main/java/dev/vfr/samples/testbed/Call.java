package dev.vfr.samples.testbed;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DataEvent.DataFdPolled;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.DataEvent.DataWritten;
import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.DeviceEvent.DeviceStateGot;
import dev.vfr.model.event.DeviceEvent.DeviceStateSet;
import dev.vfr.model.event.DeviceEvent.FeatureProbed;
import dev.vfr.model.event.DeviceEvent.IoctlCalled;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStopped;
import dev.vfr.model.event.MemoryEvent.IrqWired;
import dev.vfr.model.event.MemoryEvent.RegionInfoRead;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.FdKind;
import dev.vfr.model.vfio.VfioIoctl;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// A call on a device fd or a data_fd, as far as every view of a run shows it.
///
/// @param name what the call is in the eyes of the view, such as `VFIO_DEVICE_FEATURE` or `read of the data_fd`
/// @param value what it answered beside its result: bytes moved, poll(2) bits, empty if it answers nothing
/// @param times how often: more than once where the recorder merged calls, `value` is their sum then
record Call(long seq, int thread, String name, CallResult result, OptionalLong value, long times) {

    static final String READ = "read of the data_fd";
    static final String WRITE = "write to the data_fd";

    /// The system calls that the events show, in their order: every ioctl on a device fd or a data_fd, every
    /// read, write, poll and close of a data_fd.
    static List<Call> systemCalls(List<MigrationEvent> events) {
        return events.stream().flatMap(event -> systemCall(event).stream()).toList();
    }

    private static Optional<Call> systemCall(MigrationEvent event) {
        EventHeader header = event.header();
        return switch (event) {
            case DeviceStateSet e -> feature(header, e.result());
            case DeviceStateGot e -> feature(header, e.result());
            case MigrationFlagsQueried e -> feature(header, e.result());
            case FeatureProbed e -> feature(header, e.result());
            case PrecopyInfoV2Enabled e -> feature(header, e.result());
            case MigDataSizeQueried e -> feature(header, e.result());
            case DmaLoggingStarted e -> feature(header, e.result());
            case DmaLoggingStopped e -> feature(header, e.result());
            case DirtyPagesReported e -> feature(header, e.result());
            case DeviceReset e -> ioctl(header, VfioIoctl.VFIO_DEVICE_RESET, e.result());
            case IrqWired e -> ioctl(header, VfioIoctl.VFIO_DEVICE_SET_IRQS, e.result());
            case RegionInfoRead e -> ioctl(header, VfioIoctl.VFIO_DEVICE_GET_REGION_INFO, e.result());
            case PrecopyInfoQueried e -> ioctl(header, VfioIoctl.VFIO_MIG_GET_PRECOPY_INFO, e.result());
            case IoctlCalled e -> other(e);
            case DataFdPolled e -> {
                OptionalLong bits = e.answeredEvents().isPresent()
                        ? OptionalLong.of(e.answeredEvents().getAsInt())
                        : OptionalLong.empty();
                yield of(header, "poll of the data_fd", e.result(), bits);
            }
            case DataFdClosed e -> of(header, "close of the data_fd", e.result(), OptionalLong.empty());
            default -> data(event);
        };
    }

    /// What reaches the driver: the states that were set, and the data. The kernel refuses some calls before
    /// that.
    static List<Call> driverCalls(List<MigrationEvent> events) {
        return events.stream()
                .flatMap(event -> (event instanceof DeviceStateSet set
                                ? of(
                                        set.header(),
                                        "SET " + set.requested().map(Enum::name).orElse("no state"),
                                        set.result(),
                                        OptionalLong.empty())
                                : data(event))
                        .stream())
                .toList();
    }

    private static Optional<Call> data(MigrationEvent event) {
        return switch (event) {
            case DataRead e -> of(e.header(), READ, e.result(), e.bytes());
            case DataWritten e -> of(e.header(), WRITE, e.result(), e.bytes());
            case DataMerged e ->
                Optional.of(new Call(
                        e.header().seq(),
                        e.header().thread(),
                        e.saving() ? READ : WRITE,
                        CallResult.OK,
                        OptionalLong.of(e.bytes()),
                        e.calls()));
            default -> Optional.empty();
        };
    }

    private static Optional<Call> other(IoctlCalled event) {
        if (event.fdKind() != FdKind.DEVICE && event.fdKind() != FdKind.DATA) {
            return Optional.empty();
        }
        String name = VfioIoctl.of(event.fdKind(), event.request())
                .map(Enum::name)
                .orElse(String.format("ioctl 0x%x", event.request()));
        return of(event.header(), name, event.result(), OptionalLong.empty());
    }

    private static Optional<Call> feature(EventHeader header, CallResult result) {
        return ioctl(header, VfioIoctl.VFIO_DEVICE_FEATURE, result);
    }

    private static Optional<Call> ioctl(EventHeader header, VfioIoctl ioctl, CallResult result) {
        return of(header, ioctl.name(), result, OptionalLong.empty());
    }

    private static Optional<Call> of(EventHeader header, String name, CallResult result, OptionalLong value) {
        return Optional.of(new Call(header.seq(), header.thread(), name, result, value, 1));
    }

    boolean sameAs(Call other) {
        return name.equals(other.name) && result.equals(other.result) && value.equals(other.value);
    }

    /// Both moved data, this one more of it.
    boolean isMoreThan(Call other) {
        return name.equals(other.name)
                && result.isOk()
                && other.result.isOk()
                && other.value.orElse(0) > 0
                && other.value.getAsLong() < value.orElse(0);
    }

    /// What is left of the data without that of `other`, a part of this one.
    Call without(Call other) {
        OptionalLong rest = OptionalLong.of(value.orElse(0) - other.value.orElse(0));
        return new Call(seq, thread, name, result, rest, Math.max(1, times - 1));
    }

    /// The call in one line.
    String text() {
        String answer = result.isOk()
                ? value.isPresent() ? Long.toString(value.getAsLong()) : "0"
                : result.isUnknown() ? "not returned" : Errno.describe(result.code());
        return name + " by thread " + thread + " = " + answer;
    }
}

package dev.vfr.model.event;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.FdKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What happened to a device: it was named, opened and closed, asked for its abilities, set from state to state.
public sealed interface DeviceEvent extends MigrationEvent {

    /// Who asked for a device state.
    enum SetCause {
        /// An ordinary request.
        SET,
        /// The recover state that the VMM asks for after a failed request.
        RECOVER,
        /// RUNNING as the consequence of a device reset.
        RESET
    }

    /// Introduces a device by its number in the trace. Not an observation of the device.
    ///
    /// @param name the name in the source: mdev UUID, PCI address, the name given to the group ioctl
    /// @param aliases other names of the same device, such as the QEMU id `mt0` or the handler `0000:00:02.0/vfio`
    record DeviceNamed(EventHeader header, String name, List<String> aliases) implements DeviceEvent {
        public DeviceNamed {
            aliases = List.copyOf(aliases);
        }

        @Override
        public DeviceNamed withHeader(EventHeader header) {
            return new DeviceNamed(header, name, aliases);
        }
    }

    record DeviceOpened(EventHeader header, CallResult result) implements DeviceEvent, Call {
        @Override
        public DeviceOpened withHeader(EventHeader header) {
            return new DeviceOpened(header, result);
        }
    }

    record DeviceClosed(EventHeader header) implements DeviceEvent {
        @Override
        public DeviceClosed withHeader(EventHeader header) {
            return new DeviceClosed(header);
        }
    }

    /// VFIO_DEVICE_FEATURE GET MIGRATION.
    ///
    /// @param flags bits of VFIO_MIGRATION_*; see [dev.vfr.model.vfio.MigrationFlags]; empty if it failed
    record MigrationFlagsQueried(EventHeader header, CallResult result, OptionalLong flags)
            implements DeviceEvent, Call {
        @Override
        public MigrationFlagsQueried withHeader(EventHeader header) {
            return new MigrationFlagsQueried(header, result, flags);
        }
    }

    /// VFIO_DEVICE_RESET; where it succeeds the device is RUNNING.
    record DeviceReset(EventHeader header, CallResult result) implements DeviceEvent, Call {
        @Override
        public DeviceReset withHeader(EventHeader header) {
            return new DeviceReset(header, result);
        }
    }

    /// VFIO_DEVICE_FEATURE PROBE of a feature by its index.
    record FeatureProbed(EventHeader header, int feature, CallResult result) implements DeviceEvent, Call {
        @Override
        public FeatureProbed withHeader(EventHeader header) {
            return new FeatureProbed(header, feature, result);
        }
    }

    /// VFIO_DEVICE_FEATURE SET MIG_DEVICE_STATE: what was asked for and how it ended.
    ///
    /// @param requested the state asked for; a number that is no state is in `requestedNumber` alone
    /// @param requestedNumber the number as passed to the kernel
    /// @param dataFd the new data_fd, empty if none was returned (-1) or the source does not show it
    /// @param recover the state that the VMM wants where this request fails, where the source shows it
    record DeviceStateSet(
            EventHeader header,
            Optional<DeviceState> requested,
            long requestedNumber,
            CallResult result,
            OptionalInt dataFd,
            SetCause cause,
            Optional<DeviceState> recover)
            implements DeviceEvent, Call {

        /// A request for a state that exists.
        public static DeviceStateSet of(
                EventHeader header,
                DeviceState requested,
                CallResult result,
                OptionalInt dataFd,
                SetCause cause,
                Optional<DeviceState> recover) {
            return new DeviceStateSet(
                    header, Optional.of(requested), requested.number(), result, dataFd, cause, recover);
        }

        @Override
        public DeviceStateSet withHeader(EventHeader header) {
            return new DeviceStateSet(header, requested, requestedNumber, result, dataFd, cause, recover);
        }
    }

    /// VFIO_DEVICE_FEATURE GET MIG_DEVICE_STATE.
    record DeviceStateGot(EventHeader header, CallResult result, Optional<DeviceState> state)
            implements DeviceEvent, Call {
        @Override
        public DeviceStateGot withHeader(EventHeader header) {
            return new DeviceStateGot(header, result, state);
        }
    }

    /// The driver took a single arc of the state machine, or failed to: what a combination transition is made of and
    /// user space cannot see.
    ///
    /// @param from the state before, where the source shows it
    /// @param to the state that the arc leads to
    record ArcTaken(EventHeader header, Optional<DeviceState> from, DeviceState to, CallResult result)
            implements DeviceEvent, Call {
        @Override
        public ArcTaken withHeader(EventHeader header) {
            return new ArcTaken(header, from, to, result);
        }
    }

    /// An ioctl on a VFIO fd that no other event describes, or of which the source shows no more than its number.
    ///
    /// @param fdKind what the fd stands for, by which alone the number means one call: see
    ///     [dev.vfr.model.vfio.VfioIoctl]
    /// @param request the request number as passed to ioctl(2), such as 0x3b6b
    /// @param featureFlags `flags` of struct vfio_device_feature, where the call is VFIO_DEVICE_FEATURE and
    ///     the source shows it
    record IoctlCalled(EventHeader header, FdKind fdKind, long request, OptionalLong featureFlags, CallResult result)
            implements DeviceEvent, Call {
        @Override
        public IoctlCalled withHeader(EventHeader header) {
            return new IoctlCalled(header, fdKind, request, featureFlags, result);
        }
    }

    /// The kernel of the host, or the host software of the device, printed a message that bears on passed-through
    /// devices. Its device is the one that the message names by its address or UUID.
    ///
    /// The kernel's log has a clock of its own, which is not CLOCK_MONOTONIC: the two part slowly over the uptime.
    ///
    /// @param level by the kernel's name: `emerg`, `alert`, `crit`, `err`, `warn`, `notice`, `info`, `debug`
    /// @param text what was printed, with the driver's name and the address before it
    /// @param bootNs ns, the stamp of the kernel's clock since boot, where it is shown
    /// @param uncertaintyNs ns, >= 0: how far the event's time may be off; empty if it has no time
    record KernelMessagePrinted(
            EventHeader header, Optional<String> level, String text, OptionalLong bootNs, OptionalLong uncertaintyNs)
            implements DeviceEvent {
        @Override
        public KernelMessagePrinted withHeader(EventHeader header) {
            return new KernelMessagePrinted(header, level, text, bootNs, uncertaintyNs);
        }
    }
}

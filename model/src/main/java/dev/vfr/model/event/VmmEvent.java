package dev.vfr.model.event;

import dev.vfr.model.vfio.DeviceState;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What the VMM said or did: its run state, its migration, its measures, its messages.
public sealed interface VmmEvent extends MigrationEvent {

    /// The VM's run state changed, such as `running`, `finish-migrate`, `paused`.
    record RunStateChanged(EventHeader header, String runState) implements VmmEvent {
        @Override
        public RunStateChanged withHeader(EventHeader header) {
            return new RunStateChanged(header, runState);
        }
    }

    /// The VMM's migration status changed, in QEMU's words: `setup`, `active`, `device`, `completed`, `failed` and so
    /// on.
    record MigrationStatusChanged(EventHeader header, String status) implements VmmEvent {
        @Override
        public MigrationStatusChanged withHeader(EventHeader header) {
            return new MigrationStatusChanged(header, status);
        }
    }

    /// What the VMM answered when asked about the migration (QMP query-migrate). Times in the VMM's unit, ms.
    record MigrationQueried(
            EventHeader header,
            Optional<String> status,
            OptionalLong downtimeMs,
            OptionalLong expectedDowntimeMs,
            OptionalLong totalTimeMs,
            OptionalLong setupTimeMs,
            OptionalLong ramTransferredBytes,
            OptionalLong vfioTransferredBytes,
            Optional<String> errorText)
            implements VmmEvent {
        @Override
        public MigrationQueried withHeader(EventHeader header) {
            return new MigrationQueried(
                    header,
                    status,
                    downtimeMs,
                    expectedDowntimeMs,
                    totalTimeMs,
                    setupTimeMs,
                    ramTransferredBytes,
                    vfioTransferredBytes,
                    errorText);
        }
    }

    /// How far the migration is and how fast, from the same answer as the [MigrationQueried] before it.
    ///
    /// @param ramTotalBytes bytes, >= 0, of guest memory
    /// @param ramRemainingBytes bytes, >= 0, of guest memory that are still to be sent
    /// @param bitsPerSecond the rate at which the VMM says that it sends
    /// @param dirtyPagesPerSecond pages of [#pageSizeBytes] that the guest dirties each second, as the VMM says
    /// @param dirtySyncs how many times the VMM has asked which pages are dirty
    /// @param cpuThrottlePercent how much of their time the guest's CPUs are held back by auto-converge
    /// @param dirtyLimitThrottleUs µs that a round of the dirty limit holds a CPU back at most
    /// @param dirtyLimitRingFullUs µs that a CPU needs to fill its dirty ring, on average
    record MigrationProgressQueried(
            EventHeader header,
            OptionalLong ramTotalBytes,
            OptionalLong ramRemainingBytes,
            OptionalLong bitsPerSecond,
            OptionalLong dirtyPagesPerSecond,
            OptionalLong pageSizeBytes,
            OptionalLong dirtySyncs,
            OptionalLong cpuThrottlePercent,
            OptionalLong dirtyLimitThrottleUs,
            OptionalLong dirtyLimitRingFullUs)
            implements VmmEvent {
        @Override
        public MigrationProgressQueried withHeader(EventHeader header) {
            return new MigrationProgressQueried(
                    header,
                    ramTotalBytes,
                    ramRemainingBytes,
                    bitsPerSecond,
                    dirtyPagesPerSecond,
                    pageSizeBytes,
                    dirtySyncs,
                    cpuThrottlePercent,
                    dirtyLimitThrottleUs,
                    dirtyLimitRingFullUs);
        }
    }

    /// The VMM answered that it cannot migrate now, and why; without reasons, that nothing blocks it any more.
    record MigrationBlocked(EventHeader header, List<String> reasons) implements VmmEvent {
        public MigrationBlocked {
            reasons = List.copyOf(reasons);
        }

        @Override
        public MigrationBlocked withHeader(EventHeader header) {
            return new MigrationBlocked(header, reasons);
        }
    }

    /// A parameter of migrations by the VMM's name.
    ///
    /// @param value as the VMM prints it: a number, a word, `true`
    record Setting(String name, String value) {}

    /// Parameters of migrations: what a client sets, or all that the VMM says it goes by.
    ///
    /// @param answered whether the VMM said them; what a client sets, the VMM may refuse
    record MigrationParametersShown(EventHeader header, boolean answered, List<Setting> settings) implements VmmEvent {
        public MigrationParametersShown {
            settings = List.copyOf(settings);
        }

        /// The value of the parameter `name`.
        public Optional<String> value(String name) {
            return settings.stream()
                    .filter(setting -> setting.name().equals(name))
                    .map(Setting::value)
                    .findFirst();
        }

        /// The value of the parameter `name` where it is a whole number.
        public OptionalLong number(String name) {
            Optional<String> digits = value(name).filter(value -> value.matches("-?\\d{1,18}"));
            return digits.isPresent() ? OptionalLong.of(Long.parseLong(digits.get())) : OptionalLong.empty();
        }

        @Override
        public MigrationParametersShown withHeader(EventHeader header) {
            return new MigrationParametersShown(header, answered, settings);
        }
    }

    /// Capabilities of migrations: what a client sets, or all that the VMM says it has.
    ///
    /// @param answered whether the VMM said them; what a client sets, the VMM may refuse
    /// @param on the names of those that are on, such as `switchover-ack`
    /// @param off the names of those that are off
    record MigrationCapabilitiesShown(EventHeader header, boolean answered, List<String> on, List<String> off)
            implements VmmEvent {
        public MigrationCapabilitiesShown {
            on = List.copyOf(on);
            off = List.copyOf(off);
        }

        @Override
        public MigrationCapabilitiesShown withHeader(EventHeader header) {
            return new MigrationCapabilitiesShown(header, answered, on, off);
        }
    }

    /// The VMM passed one of its downtime checkpoints, such as `src-vm-stopped`.
    record DowntimeCheckpointPassed(EventHeader header, String checkpoint) implements VmmEvent {
        @Override
        public DowntimeCheckpointPassed withHeader(EventHeader header) {
            return new DowntimeCheckpointPassed(header, checkpoint);
        }
    }

    /// The VMM's own measure of one handler's part of the downtime (`vmstate_downtime_save`, `_load`).
    ///
    /// @param saving true at the source, false at the destination
    /// @param handler the handler's idstr
    /// @param iterable whether it is the iterable part
    /// @param elapsedNs ns, >= 0
    record HandlerDowntimeMeasured(
            EventHeader header, boolean saving, String handler, int instance, boolean iterable, long elapsedNs)
            implements VmmEvent {
        @Override
        public HandlerDowntimeMeasured withHeader(EventHeader header) {
            return new HandlerDowntimeMeasured(header, saving, handler, instance, iterable, elapsedNs);
        }
    }

    /// One record of the VMM's device state stream, by its 64-bit tag.
    ///
    /// @param tag such as 0xffffffffef100001
    /// @param lengthBytes bytes that follow, where the record has a length
    record StreamRecordSeen(EventHeader header, boolean saving, long tag, OptionalLong lengthBytes)
            implements VmmEvent {
        @Override
        public StreamRecordSeen withHeader(EventHeader header) {
            return new StreamRecordSeen(header, saving, tag, lengthBytes);
        }
    }

    /// One buffer of device state on its way through the VMM's multifd channels.
    ///
    /// @param step in QEMU's words: `incoming`, `starved`, `load_start`, `load_end`
    /// @param index the buffer's index, from 0
    record MultifdBufferSeen(EventHeader header, String step, long index) implements VmmEvent {
        @Override
        public MultifdBufferSeen withHeader(EventHeader header) {
            return new MultifdBufferSeen(header, step, index);
        }
    }

    /// The VMM's own copy of the estimates, which need not be what the driver said last.
    ///
    /// @param exact whether the VMM asked the driver for it just now; empty if the source does not say
    /// @param initialBytes bytes, the VMM's cached initial_bytes
    /// @param dirtyBytes bytes, the VMM's cached dirty_bytes
    /// @param stopCopyBytes bytes, the VMM's figure for STOP_COPY, less what it counted as sent in 11.1
    record VmmEstimated(
            EventHeader header,
            Optional<Boolean> exact,
            OptionalLong initialBytes,
            OptionalLong dirtyBytes,
            OptionalLong stopCopyBytes)
            implements VmmEvent {
        @Override
        public VmmEstimated withHeader(EventHeader header) {
            return new VmmEstimated(header, exact, initialBytes, dirtyBytes, stopCopyBytes);
        }
    }

    /// What the VMM wanted of a device when the VM started or stopped. Not what the device did.
    record DeviceStateWanted(EventHeader header, boolean vmRunning, String reason, DeviceState wanted)
            implements VmmEvent {
        @Override
        public DeviceStateWanted withHeader(EventHeader header) {
            return new DeviceStateWanted(header, vmRunning, reason, wanted);
        }
    }

    /// The VMM reported a device state to its client (QMP event VFIO_MIGRATION).
    ///
    /// @param state in QMP's words: `stop-copy`, `pre-copy-p2p-prepare` (which is no device state) and so on
    record DeviceStateAnnounced(EventHeader header, String state) implements VmmEvent {
        @Override
        public DeviceStateAnnounced withHeader(EventHeader header) {
            return new DeviceStateAnnounced(header, state);
        }
    }

    /// A client gave the VMM a command that bears on the migration, or the VMM reported on it to its client.
    ///
    /// @param name the command's or the event's name: `migrate`, `migrate_cancel`, `STOP`, `RESUME`
    /// @param arguments its arguments as JSON text, empty if it has none
    record VmmCommandSeen(EventHeader header, String name, String arguments) implements VmmEvent {
        @Override
        public VmmCommandSeen withHeader(EventHeader header) {
            return new VmmCommandSeen(header, name, arguments);
        }
    }

    /// The VMM refused a command of its client.
    ///
    /// @param command the command's name, empty if the source does not show which it was
    /// @param text why, as it was answered
    record CommandRefused(EventHeader header, Optional<String> command, String text) implements VmmEvent {
        @Override
        public CommandRefused withHeader(EventHeader header) {
            return new CommandRefused(header, command, text);
        }
    }

    /// A step of the VMM's migration code that carries no more than its name and text, kept as it was printed.
    ///
    /// @param name the trace event's name, such as `vfio_save_cleanup`; what libvirt does to the VMM is called
    ///     `libvirt-initiating-migration` and `libvirt-shutting-down`, whose text is the reason
    /// @param text what was printed after the name
    record VmmStepSeen(EventHeader header, String name, String text) implements VmmEvent {
        @Override
        public VmmStepSeen withHeader(EventHeader header) {
            return new VmmStepSeen(header, name, text);
        }
    }

    /// A message of the VMM about something that went wrong, as it was printed. What it answers is no message: see
    /// [CommandRefused], [MigrationBlocked] and [MigrationQueried#errorText].
    ///
    /// @param program the program that printed it, where the line names it
    record ErrorLinePrinted(EventHeader header, Optional<String> program, String text) implements VmmEvent {
        @Override
        public ErrorLinePrinted withHeader(EventHeader header) {
            return new ErrorLinePrinted(header, program, text);
        }
    }
}

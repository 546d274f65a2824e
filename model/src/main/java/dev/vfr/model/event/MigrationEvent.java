package dev.vfr.model.event;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.FdKind;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One observed fact of a migration. Every event of every source of capture is one of these records.
///
/// An event says what was observed, never what it means: what the kernel walked inside a combination transition, which
/// side failed and whose fault it was are derived from the events and never stored beside them. What the source cannot
/// know is empty, never zero.
public sealed interface MigrationEvent {

    EventHeader header();

    /// The same fact at another position of a trace or with other trace numbers.
    MigrationEvent withHeader(EventHeader header);

    /// Who asked for a device state.
    enum SetCause {
        /// An ordinary request.
        SET,
        /// The recover state that the VMM asks for after a failed request.
        RECOVER,
        /// RUNNING as the consequence of a device reset.
        RESET
    }

    // the trace itself

    /// The first event of a trace.
    ///
    /// @param sources every way of capture that went into the trace, at least one
    /// @param producer the program that wrote the trace and its version
    /// @param schemaVersion version of the event schema
    record TraceOpened(EventHeader header, List<CaptureSource> sources, String producer, int schemaVersion)
            implements MigrationEvent {
        /// The version of the event schema that this program writes.
        public static final int SCHEMA_VERSION = 2;

        public TraceOpened {
            sources = List.copyOf(sources);
        }

        @Override
        public TraceOpened withHeader(EventHeader header) {
            return new TraceOpened(header, sources, producer, schemaVersion);
        }
    }

    /// Introduces a process by its number in the trace, and says on which host clock its times are.
    ///
    /// @param label a short name for people: `source`, `destination`, a file name
    /// @param hostClock the trace's number of the host clock; processes of one host share it
    /// @param pid the process id at the source
    /// @param vmm program name of the VMM, such as `qemu-system-x86_64`
    /// @param vmmVersion such as `10.0.13`
    record ProcessNamed(
            EventHeader header,
            String label,
            int hostClock,
            OptionalLong pid,
            Optional<String> host,
            Optional<String> kernel,
            Optional<String> vmm,
            Optional<String> vmmVersion,
            List<String> commandLine)
            implements MigrationEvent {
        public ProcessNamed {
            commandLine = List.copyOf(commandLine);
        }

        @Override
        public ProcessNamed withHeader(EventHeader header) {
            return new ProcessNamed(header, label, hostClock, pid, host, kernel, vmm, vmmVersion, commandLine);
        }
    }

    /// The monotonic and the real time of one host read together.
    ///
    /// @param hostClock the trace's number of the host clock
    /// @param monotonicNs ns on the host clock, the clock of [EventHeader#timeNs]
    /// @param realtimeNs ns since 1970-01-01T00:00:00Z
    /// @param uncertaintyNs ns, >= 0: how far apart the two readings may be
    record ClockAnchored(EventHeader header, int hostClock, long monotonicNs, long realtimeNs, long uncertaintyNs)
            implements MigrationEvent {
        public ClockAnchored {
            boolean far = monotonicNs > EventHeader.FARTHEST_NS || monotonicNs < -EventHeader.FARTHEST_NS;
            // Half as much again lies in 2079.
            boolean unreal = realtimeNs < 0 || realtimeNs > EventHeader.FARTHEST_NS / 2 * 3;
            if (far || unreal || uncertaintyNs < 0 || uncertaintyNs > EventHeader.FARTHEST_NS) {
                throw new IllegalArgumentException(
                        "monotonicNs " + monotonicNs + ", realtimeNs " + realtimeNs + " +- " + uncertaintyNs);
            }
        }

        @Override
        public ClockAnchored withHeader(EventHeader header) {
            return new ClockAnchored(header, hostClock, monotonicNs, realtimeNs, uncertaintyNs);
        }
    }

    /// Events that happened but are not in the trace.
    ///
    /// @param count how many, empty where nobody counted them
    /// @param reason why, in plain language
    record EventsLost(EventHeader header, OptionalLong count, String reason) implements MigrationEvent {
        @Override
        public EventsLost withHeader(EventHeader header) {
            return new EventsLost(header, count, reason);
        }
    }

    /// What recording costs the recorded process, measured on its host when recording began, in a loop without load.
    ///
    /// @param callNs ns, >= 0, that one recorded call takes longer than one that is not recorded
    /// @param digestNsPerMib ns, >= 0, that the digest of 1 MiB of device data takes, empty where none is made
    record CaptureCostMeasured(EventHeader header, long callNs, OptionalLong digestNsPerMib) implements MigrationEvent {
        @Override
        public CaptureCostMeasured withHeader(EventHeader header) {
            return new CaptureCostMeasured(header, callNs, digestNsPerMib);
        }
    }

    /// A remark that somebody put into the trace.
    record MarkerSet(EventHeader header, String text) implements MigrationEvent {
        @Override
        public MarkerSet withHeader(EventHeader header) {
            return new MarkerSet(header, text);
        }
    }

    /// The last event of a trace that was closed in order.
    record TraceClosed(EventHeader header) implements MigrationEvent {
        @Override
        public TraceClosed withHeader(EventHeader header) {
            return new TraceClosed(header);
        }
    }

    // device

    /// Introduces a device by its number in the trace. Not an observation of the device.
    ///
    /// @param name the name in the source: mdev UUID, PCI address, the name given to the group ioctl
    /// @param aliases other names of the same device, such as the QEMU id `mt0` or the handler `0000:00:02.0/vfio`
    record DeviceNamed(EventHeader header, String name, List<String> aliases) implements MigrationEvent {
        public DeviceNamed {
            aliases = List.copyOf(aliases);
        }

        @Override
        public DeviceNamed withHeader(EventHeader header) {
            return new DeviceNamed(header, name, aliases);
        }
    }

    record DeviceOpened(EventHeader header, CallResult result) implements MigrationEvent {
        @Override
        public DeviceOpened withHeader(EventHeader header) {
            return new DeviceOpened(header, result);
        }
    }

    record DeviceClosed(EventHeader header) implements MigrationEvent {
        @Override
        public DeviceClosed withHeader(EventHeader header) {
            return new DeviceClosed(header);
        }
    }

    /// VFIO_DEVICE_FEATURE GET MIGRATION.
    ///
    /// @param flags bits of VFIO_MIGRATION_*; see [dev.vfr.model.vfio.MigrationFlags]; empty where it failed
    record MigrationFlagsQueried(EventHeader header, CallResult result, OptionalLong flags) implements MigrationEvent {
        @Override
        public MigrationFlagsQueried withHeader(EventHeader header) {
            return new MigrationFlagsQueried(header, result, flags);
        }
    }

    /// VFIO_DEVICE_RESET; where it succeeds the device is RUNNING.
    record DeviceReset(EventHeader header, CallResult result) implements MigrationEvent {
        @Override
        public DeviceReset withHeader(EventHeader header) {
            return new DeviceReset(header, result);
        }
    }

    /// VFIO_DEVICE_FEATURE PROBE of a feature by its index.
    record FeatureProbed(EventHeader header, int feature, CallResult result) implements MigrationEvent {
        @Override
        public FeatureProbed withHeader(EventHeader header) {
            return new FeatureProbed(header, feature, result);
        }
    }

    // state

    /// VFIO_DEVICE_FEATURE SET MIG_DEVICE_STATE: what was asked for and how it ended.
    ///
    /// @param requested the state asked for; a number that is no state is in `requestedNumber` alone
    /// @param requestedNumber the number as passed to the kernel
    /// @param dataFd the new data_fd, empty where none was returned (-1) or the source does not show it
    /// @param recover the state that the VMM wants where this request fails, where the source shows it
    record DeviceStateSet(
            EventHeader header,
            Optional<DeviceState> requested,
            long requestedNumber,
            CallResult result,
            OptionalInt dataFd,
            SetCause cause,
            Optional<DeviceState> recover)
            implements MigrationEvent {

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
            implements MigrationEvent {
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
            implements MigrationEvent {
        @Override
        public ArcTaken withHeader(EventHeader header) {
            return new ArcTaken(header, from, to, result);
        }
    }

    /// An ioctl on a VFIO fd that no other event tells of, or of which the source shows no more than its number.
    ///
    /// @param fdKind what the fd stands for, by which alone the number means one call: see
    ///     [dev.vfr.model.vfio.VfioIoctl]
    /// @param request the request number as passed to ioctl(2), such as 0x3b6b
    /// @param featureFlags `flags` of struct vfio_device_feature, where the call is VFIO_DEVICE_FEATURE and
    ///     the source shows it
    record IoctlCalled(EventHeader header, FdKind fdKind, long request, OptionalLong featureFlags, CallResult result)
            implements MigrationEvent {
        @Override
        public IoctlCalled withHeader(EventHeader header) {
            return new IoctlCalled(header, fdKind, request, featureFlags, result);
        }
    }

    // estimates

    /// VFIO_MIG_GET_PRECOPY_INFO on the data_fd.
    ///
    /// @param flagsIn flags as passed in by the caller
    /// @param flagsOut flags as answered; bit 0 is VFIO_PRECOPY_INFO_REINIT, meaningful only after the opt-in
    /// @param initialBytes bytes, >= 0, left of the initial data
    /// @param dirtyBytes bytes, >= 0, left of the data that became dirty since
    record PrecopyInfoQueried(
            EventHeader header,
            CallResult result,
            OptionalInt flagsIn,
            OptionalInt flagsOut,
            OptionalLong initialBytes,
            OptionalLong dirtyBytes)
            implements MigrationEvent {
        @Override
        public PrecopyInfoQueried withHeader(EventHeader header) {
            return new PrecopyInfoQueried(header, result, flagsIn, flagsOut, initialBytes, dirtyBytes);
        }
    }

    /// VFIO_DEVICE_FEATURE SET MIG_PRECOPY_INFOv2, the opt-in to VFIO_PRECOPY_INFO_REINIT.
    record PrecopyInfoV2Enabled(EventHeader header, CallResult result) implements MigrationEvent {
        @Override
        public PrecopyInfoV2Enabled withHeader(EventHeader header) {
            return new PrecopyInfoV2Enabled(header, result);
        }
    }

    /// VFIO_DEVICE_FEATURE GET MIG_DATA_SIZE.
    ///
    /// @param stopCopyLength bytes, >= 0: the driver's estimate of what STOP_COPY will stream
    record MigDataSizeQueried(EventHeader header, CallResult result, OptionalLong stopCopyLength)
            implements MigrationEvent {
        @Override
        public MigDataSizeQueried withHeader(EventHeader header) {
            return new MigDataSizeQueried(header, result, stopCopyLength);
        }
    }

    // data

    /// A digest of the bytes that were moved.
    ///
    /// @param algorithm such as `crc32c` or `xxh3-64`
    /// @param value the digest as an unsigned number
    record Digest(String algorithm, long value) {}

    /// A read of a saving data_fd, or one record of device data that the VMM put into its stream.
    ///
    /// @param askedBytes bytes asked for
    /// @param bytes bytes returned, 0 at the end of the stream; empty where the read failed or the source shows
    ///     no size
    /// @param streamOffset bytes of the session before this read
    record DataRead(
            EventHeader header,
            CallResult result,
            OptionalLong askedBytes,
            OptionalLong bytes,
            OptionalLong streamOffset,
            Optional<Digest> digest)
            implements MigrationEvent {
        @Override
        public DataRead withHeader(EventHeader header) {
            return new DataRead(header, result, askedBytes, bytes, streamOffset, digest);
        }
    }

    /// A write to a resuming data_fd, or one record of device data that the VMM took from its stream.
    ///
    /// @param askedBytes bytes asked for
    /// @param bytes bytes written; empty where the write failed or the source shows no size
    /// @param streamOffset bytes of the session before this write
    record DataWritten(
            EventHeader header,
            CallResult result,
            OptionalLong askedBytes,
            OptionalLong bytes,
            OptionalLong streamOffset,
            Optional<Digest> digest)
            implements MigrationEvent {
        @Override
        public DataWritten withHeader(EventHeader header) {
            return new DataWritten(header, result, askedBytes, bytes, streamOffset, digest);
        }
    }

    /// Several reads or writes of a data_fd that the recorder put together because its ring was nearly full. Each of
    /// them moved at least one byte; failures and ends of the stream are never merged.
    ///
    /// The header's time is the entry of the first, its duration lasts until the return of the last.
    ///
    /// @param saving true for reads of a saving data_fd, false for writes of a resuming one
    /// @param calls how many, >= 1
    /// @param bytes bytes that they moved together, >= calls
    /// @param streamOffset bytes of the session before the first
    record DataMerged(EventHeader header, boolean saving, long calls, long bytes, OptionalLong streamOffset)
            implements MigrationEvent {
        @Override
        public DataMerged withHeader(EventHeader header) {
            return new DataMerged(header, saving, calls, bytes, streamOffset);
        }
    }

    /// poll, ppoll, select or epoll_wait on a data_fd.
    ///
    /// @param askedEvents poll(2) bits asked for
    /// @param answeredEvents poll(2) bits answered, 0 where the time ran out
    /// @param timeoutNs ns, empty for "wait for ever"
    record DataFdPolled(
            EventHeader header, CallResult result, int askedEvents, OptionalInt answeredEvents, OptionalLong timeoutNs)
            implements MigrationEvent {
        @Override
        public DataFdPolled withHeader(EventHeader header) {
            return new DataFdPolled(header, result, askedEvents, answeredEvents, timeoutNs);
        }
    }

    record DataFdClosed(EventHeader header, CallResult result) implements MigrationEvent {
        @Override
        public DataFdClosed withHeader(EventHeader header) {
            return new DataFdClosed(header, result);
        }
    }

    // dirty tracking

    /// A range of IO virtual addresses.
    ///
    /// @param iova first address
    /// @param lengthBytes bytes, > 0 in a legal range
    record IovaRange(long iova, long lengthBytes) {}

    /// VFIO_DEVICE_FEATURE SET DMA_LOGGING_START.
    ///
    /// @param pageSizeBytes bytes as asked for
    record DmaLoggingStarted(EventHeader header, CallResult result, OptionalLong pageSizeBytes, List<IovaRange> ranges)
            implements MigrationEvent {
        public DmaLoggingStarted {
            ranges = List.copyOf(ranges);
        }

        @Override
        public DmaLoggingStarted withHeader(EventHeader header) {
            return new DmaLoggingStarted(header, result, pageSizeBytes, ranges);
        }
    }

    record DmaLoggingStopped(EventHeader header, CallResult result) implements MigrationEvent {
        @Override
        public DmaLoggingStopped withHeader(EventHeader header) {
            return new DmaLoggingStopped(header, result);
        }
    }

    /// VFIO_DEVICE_FEATURE GET DMA_LOGGING_REPORT, or the VMM's query of a container's dirty bitmap.
    ///
    /// @param dirtyPages pages, >= 0, that were reported dirty in the range
    record DirtyPagesReported(EventHeader header, CallResult result, IovaRange range, OptionalLong dirtyPages)
            implements MigrationEvent {
        @Override
        public DirtyPagesReported withHeader(EventHeader header) {
            return new DirtyPagesReported(header, result, range, dirtyPages);
        }
    }

    // regions and the dynamic-trap proposal

    /// VFIO_DEVICE_SET_IRQS that wires an eventfd.
    record IrqWired(EventHeader header, CallResult result, int irqIndex, OptionalInt eventFd)
            implements MigrationEvent {
        @Override
        public IrqWired withHeader(EventHeader header) {
            return new IrqWired(header, result, irqIndex, eventFd);
        }
    }

    /// The driver signalled that regions are to be trapped, or no longer.
    record TrapSignalled(EventHeader header) implements MigrationEvent {
        @Override
        public TrapSignalled withHeader(EventHeader header) {
            return new TrapSignalled(header);
        }
    }

    /// VFIO_DEVICE_GET_REGION_INFO.
    record RegionInfoRead(EventHeader header, CallResult result, int region) implements MigrationEvent {
        @Override
        public RegionInfoRead withHeader(EventHeader header) {
            return new RegionInfoRead(header, result, region);
        }
    }

    /// A region's mapping into the VMM or the guest was made or enabled.
    record RegionMapped(EventHeader header, String region) implements MigrationEvent {
        @Override
        public RegionMapped withHeader(EventHeader header) {
            return new RegionMapped(header, region);
        }
    }

    /// A region's mapping was removed or disabled.
    record RegionUnmapped(EventHeader header, String region) implements MigrationEvent {
        @Override
        public RegionUnmapped withHeader(EventHeader header) {
            return new RegionUnmapped(header, region);
        }
    }

    // VMM

    /// The VM's run state changed, such as `running`, `finish-migrate`, `paused`.
    record RunStateChanged(EventHeader header, String runState) implements MigrationEvent {
        @Override
        public RunStateChanged withHeader(EventHeader header) {
            return new RunStateChanged(header, runState);
        }
    }

    /// The VMM's migration status changed, in QEMU's words: `setup`, `active`, `device`, `completed`, `failed` and so
    /// on.
    record MigrationStatusChanged(EventHeader header, String status) implements MigrationEvent {
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
            implements MigrationEvent {
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

    /// The VMM passed one of its downtime checkpoints, such as `src-vm-stopped`.
    record DowntimeCheckpointPassed(EventHeader header, String checkpoint) implements MigrationEvent {
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
            implements MigrationEvent {
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
            implements MigrationEvent {
        @Override
        public StreamRecordSeen withHeader(EventHeader header) {
            return new StreamRecordSeen(header, saving, tag, lengthBytes);
        }
    }

    /// One buffer of device state on its way through the VMM's multifd channels.
    ///
    /// @param step in QEMU's words: `incoming`, `starved`, `load_start`, `load_end`
    /// @param index the buffer's index, from 0
    record MultifdBufferSeen(EventHeader header, String step, long index) implements MigrationEvent {
        @Override
        public MultifdBufferSeen withHeader(EventHeader header) {
            return new MultifdBufferSeen(header, step, index);
        }
    }

    /// The VMM's own copy of the estimates, which need not be what the driver said last.
    ///
    /// @param exact whether the VMM asked the driver for it just now; empty where the source does not say
    /// @param initialBytes bytes, the VMM's cached initial_bytes
    /// @param dirtyBytes bytes, the VMM's cached dirty_bytes
    /// @param stopCopyBytes bytes, the VMM's figure for STOP_COPY, less what it counted as sent in 11.1
    record VmmEstimated(
            EventHeader header,
            Optional<Boolean> exact,
            OptionalLong initialBytes,
            OptionalLong dirtyBytes,
            OptionalLong stopCopyBytes)
            implements MigrationEvent {
        @Override
        public VmmEstimated withHeader(EventHeader header) {
            return new VmmEstimated(header, exact, initialBytes, dirtyBytes, stopCopyBytes);
        }
    }

    /// What the VMM wanted of a device when the VM started or stopped. Not what the device did.
    record DeviceStateWanted(EventHeader header, boolean vmRunning, String reason, DeviceState wanted)
            implements MigrationEvent {
        @Override
        public DeviceStateWanted withHeader(EventHeader header) {
            return new DeviceStateWanted(header, vmRunning, reason, wanted);
        }
    }

    /// The VMM told its client of a device state (QMP event VFIO_MIGRATION).
    ///
    /// @param state in QMP's words: `stop-copy`, `pre-copy-p2p-prepare` (which is no device state) and so on
    record DeviceStateAnnounced(EventHeader header, String state) implements MigrationEvent {
        @Override
        public DeviceStateAnnounced withHeader(EventHeader header) {
            return new DeviceStateAnnounced(header, state);
        }
    }

    /// A client gave the VMM a command that bears on the migration, or the VMM told its client something that does.
    ///
    /// @param name the command's or the event's name: `migrate`, `migrate_cancel`, `STOP`, `RESUME`
    /// @param arguments its arguments as JSON text, empty where it has none
    record VmmCommandSeen(EventHeader header, String name, String arguments) implements MigrationEvent {
        @Override
        public VmmCommandSeen withHeader(EventHeader header) {
            return new VmmCommandSeen(header, name, arguments);
        }
    }

    /// A step of the VMM's migration code that carries no more than its name and text, kept as it was printed.
    ///
    /// @param name the trace event's name, such as `vfio_save_cleanup`
    /// @param text what was printed after the name
    record VmmStepSeen(EventHeader header, String name, String text) implements MigrationEvent {
        @Override
        public VmmStepSeen withHeader(EventHeader header) {
            return new VmmStepSeen(header, name, text);
        }
    }

    /// A message of the VMM about something that went wrong, as it was printed.
    ///
    /// @param program the program that printed it, where the line names it
    record ErrorLinePrinted(EventHeader header, Optional<String> program, String text) implements MigrationEvent {
        @Override
        public ErrorLinePrinted withHeader(EventHeader header) {
            return new ErrorLinePrinted(header, program, text);
        }
    }
}

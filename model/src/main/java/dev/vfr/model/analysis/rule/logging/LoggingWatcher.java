package dev.vfr.model.analysis.rule.logging;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DataEvent.DataFdClosed;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceOpened;
import dev.vfr.model.event.DeviceEvent.DeviceReset;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStopped;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.MigrationState;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.vfio.DeviceState;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Watches DMA logging of each device: whether it is on, over which ranges, and what is asked of it.
final class LoggingWatcher implements Watcher {

    private final FactCollector facts;
    private final Map<Integer, Device> devices = new HashMap<>();
    /// The ranges that a VMM's log shows before the call, for all devices of a process.
    private final Map<Integer, List<IovaRange>> announced = new HashMap<>();

    LoggingWatcher(FactCollector facts) {
        this.facts = facts;
    }

    /// Whether a device logs.
    private enum Logging {
        OFF,
        ON,
        /// Nothing shows it.
        UNKNOWN
    }

    private static final class Device {
        private Logging logging = Logging.UNKNOWN;
        private List<IovaRange> ranges = List.of();
        private @Nullable EventHeader start;
        /// A data_fd was closed since the start: the migration that it was for is over.
        private boolean cleanedUp;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return Set.of(
                DeviceOpened.class,
                DeviceClosed.class,
                DeviceReset.class,
                DmaLoggingStarted.class,
                DmaLoggingStopped.class,
                DirtyPagesReported.class,
                DataFdClosed.class);
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        EventHeader header = event.header();
        switch (event) {
            case DmaLoggingStarted start -> {
                if (header.hasDevice()) {
                    started(start);
                } else if (!start.ranges().isEmpty()) {
                    announced.put(header.process(), start.ranges());
                }
            }
            case DirtyPagesReported report -> {
                if (header.hasDevice()) {
                    reported(report);
                }
            }
            case DeviceOpened opened -> {
                if (opened.result().isOk()) {
                    device(header).logging = Logging.OFF;
                }
            }
            case DmaLoggingStopped stopped ->
                device(header).logging = stopped.result().isOk() ? Logging.OFF : Logging.UNKNOWN;
            case DeviceClosed _ -> devices.remove(header.device());
            case DeviceReset _ -> device(header).logging = Logging.UNKNOWN;
            case DataFdClosed _ -> device(header).cleanedUp = true;
            default -> {
                // Nothing else is watched.
            }
        }
    }

    /// A VM that is stopped keeps its log: QEMU stops the log when the VM runs again.
    @Override
    public void finish(MigrationState end) {
        devices.forEach((number, device) -> {
            boolean runs = end.device(number)
                    .map(track -> track.state().now())
                    .filter(now -> now instanceof StateKnowledge.Observed && now.is(DeviceState.RUNNING))
                    .isPresent();
            if (runs && device.logging == Logging.ON && device.start != null && device.cleanedUp) {
                facts.add(new LoggingLeftOn(device.start));
            }
        });
    }

    private Device device(EventHeader header) {
        return devices.computeIfAbsent(header.device(), _ -> new Device());
    }

    private void started(DmaLoggingStarted start) {
        Device device = device(start.header());
        List<IovaRange> ranges =
                start.ranges().isEmpty() ? announced.getOrDefault(start.header().process(), List.of()) : start.ranges();
        CallResult result = start.result();
        facts.add(new LoggingStart(start, ranges, device.logging == Logging.ON));
        if (result.isOk()) {
            device.logging = Logging.ON;
            device.ranges = ranges;
            device.start = start.header();
            device.cleanedUp = false;
        } else if (result.isUnknown()) {
            device.logging = Logging.UNKNOWN;
        }
    }

    private void reported(DirtyPagesReported report) {
        Device device = device(report.header());
        if (report.result().isFailed()) {
            facts.add(new FailedReport(report, device.logging == Logging.OFF));
        } else if (report.result().isOk() && device.logging == Logging.ON) {
            boolean outside = !device.ranges.isEmpty() && !covered(report.range(), device.ranges);
            if (outside) {
                facts.add(new ReportOutside(report));
            }
        }
    }

    /// Each page of the range is in one of the ranges, which do not overlap.
    private static boolean covered(IovaRange asked, List<IovaRange> ranges) {
        long inside = 0;
        long last = asked.iova() + asked.lengthBytes() - 1;
        for (IovaRange range : ranges) {
            long first = maxUnsigned(range.iova(), asked.iova());
            long end = minUnsigned(range.iova() + range.lengthBytes() - 1, last);
            if (Long.compareUnsigned(first, end) <= 0) {
                inside += end - first + 1;
            }
        }
        return inside == asked.lengthBytes();
    }

    private static long maxUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) >= 0 ? a : b;
    }

    private static long minUnsigned(long a, long b) {
        return Long.compareUnsigned(a, b) <= 0 ? a : b;
    }
}

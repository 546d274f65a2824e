package dev.vfr.samples.vmm;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import java.util.ArrayList;
import java.util.List;

/// Tracking of the guest's pages that devices make dirty, by the devices themselves.
///
/// It is used where all devices offer it; otherwise the IOMMU does it, of which a device sees nothing.
final class DirtyTracking {

    private static final long PAGE_BYTES = 4096;
    private static final long LOW_BYTES = 1L << 32;

    private final VmmContext vmm;
    private final List<MigratedDevice> devices;
    private final List<IovaRange> ranges;
    private final List<MigratedDevice> logging = new ArrayList<>();

    DirtyTracking(VmmContext vmm, List<MigratedDevice> devices) {
        this.vmm = vmm;
        this.devices = devices;
        this.ranges = ranges(vmm.settings());
    }

    /// One range below 4 GiB and one above, as wide as the guest's memory or its BARs need them.
    private static List<IovaRange> ranges(VmmSettings settings) {
        long span = Math.max(
                1L << settings.platform().logAddressBits(), settings.ram().bytes());
        List<IovaRange> ranges = new ArrayList<>();
        ranges.add(new IovaRange(0, LOW_BYTES));
        if (span > LOW_BYTES) {
            ranges.add(new IovaRange(LOW_BYTES, span - LOW_BYTES));
        }
        return ranges;
    }

    /// @throws MigrationAborted where a device does not log; the others are stopped
    void start() throws MigrationAborted {
        if (!devices.stream().allMatch(MigratedDevice::dmaLoggingOffered)) {
            return;
        }
        if (vmm.has(VmmFault.ReportsBeforeStart.class)) {
            devices.forEach(device -> device.calls().reportDirtyPages(ranges.getFirst(), PAGE_BYTES));
        }
        for (MigratedDevice device : devices) {
            CallResult result = device.calls().startDmaLogging(PAGE_BYTES, ranges);
            if (result.isFailed()) {
                stop();
                List<String> lines = vmm.messages().trackingFailed(device.name(), result.code());
                lines.forEach(vmm.log()::error);
                throw MigrationAborted.printed(lines.getLast());
            }
            logging.add(device);
        }
    }

    /// Fetches what became dirty.
    ///
    /// @throws MigrationAborted where a device does not say
    void sync() throws MigrationAborted {
        for (MigratedDevice device : logging) {
            for (IovaRange range : ranges) {
                Answer<Long> answer = device.calls().reportDirtyPages(range, PAGE_BYTES);
                if (answer instanceof Answer.Failed<Long>(Errno errno)
                        && !vmm.has(VmmFault.IgnoresFailedReports.class)) {
                    String text = VmmMessages.reportFailed(device.name(), range, errno);
                    vmm.log().error(text);
                    throw MigrationAborted.printed(text);
                }
            }
        }
    }

    /// Stops logging, where it was started.
    void stop() {
        logging.forEach(device -> device.calls().stopDmaLogging());
        logging.clear();
    }
}

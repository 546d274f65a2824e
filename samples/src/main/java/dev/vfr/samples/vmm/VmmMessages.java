package dev.vfr.samples.vmm;

import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import java.util.List;
import java.util.Optional;

/// What a release of QEMU prints when something goes wrong.
///
/// Source: the error_report and error_setg calls of hw/vfio and migration in the releases.
final class VmmMessages {

    private final VmmRelease release;

    VmmMessages(VmmRelease release) {
        this.release = release;
    }

    String notSupported(String device, Errno errno) {
        return device + ": "
                + (release.has(Change.PRECOPY_INFO_V2)
                        ? "VFIO migration init failed: migration is not supported in kernel: " + errno.text()
                        : "VFIO migration is not supported in kernel");
    }

    String noDirtyTracking(String device) {
        return device + ": VFIO device doesn't support device "
                + (release.has(Change.TRACKING_BY_IOMMU) ? "and IOMMU dirty tracking" : "dirty tracking");
    }

    String setFailed(String device, DeviceState wanted, DeviceState recover, Errno errno) {
        String failed = device + ": Failed setting device state to " + wanted;
        String then = recover == DeviceState.ERROR
                ? "Recover state is ERROR. Resetting device"
                : "Setting device in recover state " + recover;
        return release.has(Change.ERRORS_IN_ONE_LINE)
                ? failed + ". " + then + ": " + errno.text()
                : failed + ", err: " + errno.text() + ". " + then;
    }

    static String recoverFailed(String device, Errno errno) {
        return device + ": Failed setting device in recover state, err: " + errno.text() + ". Resetting device";
    }

    static String resetFailed(String device, int errno) {
        return device + ": Failed resetting device, err: " + text(errno);
    }

    private static String text(int errno) {
        return Errno.ofNumber(errno).map(Errno::text).orElse("Unknown error " + errno);
    }

    /// Lines about DMA logging that did not start; the last one is the migration's error.
    List<String> trackingFailed(String device, int errno) {
        String text = text(errno);
        return release.has(Change.ERRORS_IN_ONE_LINE)
                ? List.of("vfio: Could not start dirty page tracking - " + device + ": Failed to start DMA logging: "
                        + text)
                : List.of(
                        device + ": Failed to start DMA logging, err -" + errno + " (" + text + ")",
                        "vfio: Could not start dirty page tracking, err: -" + errno + " (" + text + ")");
    }

    static String reportFailed(String device, IovaRange range, Errno errno) {
        return "%s: Failed to get DMA logging report, iova: 0x%x, size: 0x%x: %s"
                .formatted(device, range.iova(), range.lengthBytes(), errno.text());
    }

    /// What a load that ends prints last.
    ///
    /// @param detail what 11.0 and later add
    String loadFailed(Errno errno, Optional<String> detail) {
        String text = "load of migration failed: " + errno.text();
        return release.has(Change.NOTIFIER_FIRST)
                ? detail.map(more -> text + ": " + more).orElse(text)
                : text;
    }
}

package dev.vfr.recorder.capture.qemu;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.DeviceEvent.DeviceOpened;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MemoryEvent.DirtyPagesReported;
import dev.vfr.model.event.MemoryEvent.DmaLoggingStarted;
import dev.vfr.model.event.MemoryEvent.IommuDirtyBitmapRead;
import dev.vfr.model.event.MemoryEvent.IommuDirtyTrackingSet;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.event.MemoryEvent.RegionMapped;
import dev.vfr.model.event.MemoryEvent.RegionUnmapped;
import dev.vfr.recorder.capture.qemu.TraceText.Label;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// Makes events of the trace lines on dirty tracking and on regions.
final class MemoryLines {

    private static final Label RANGES = Label.of("nr_ranges ");
    private static final List<Label> RANGE_STARTS = List.of(Label.of(" 32:["), Label.of(" 64:["), Label.of(" pci64:["));
    private static final Label DASH = Label.of(" - ");
    private static final Label IOVA = Label.of("iova=");
    private static final Label SIZE_SPACED = Label.of(" size= ");
    private static final Label SIZE = Label.of(" size=");
    private static final Label DIRTY_PAGES = Label.of("dirty_pages=");
    private static final Label IOMMUFD = Label.of("iommufd=");
    private static final Label HWPT = Label.of(" hwpt=");
    private static final Label ENABLE = Label.of(" enable=");
    private static final Label PAGE_SIZE = Label.of(" page_size=");
    private static final Label ANSWER = Label.of(" (");
    private static final Label REGION = Label.of("Region ");
    private static final Label MMAPS = Label.of(" mmaps enabled: ");

    /// The largest number that the kernel answers as an errno.
    private static final long ERRNO_MAX = 4095;

    private final Timeline timeline;
    private final Devices devices;

    MemoryLines(Timeline timeline, Devices devices) {
        this.timeline = timeline;
        this.devices = devices;
    }

    void opened(DeviceTrack device) throws EventSourceException {
        timeline.append(new DeviceOpened(timeline.header(device), CallResult.OK));
    }

    /// Printed while the request is prepared: how it ended is not shown. An unused range runs from ~0 to 0.
    boolean loggingStart(TraceText text) throws EventSourceException {
        if (!text.has(RANGES)) {
            return false;
        }
        List<IovaRange> ranges = new ArrayList<>();
        for (Label start : RANGE_STARTS) {
            OptionalLong first = text.bits(start);
            OptionalLong last = text.bitsAfter(start, DASH);
            if (first.isPresent()
                    && last.isPresent()
                    && Long.compareUnsigned(first.getAsLong(), last.getAsLong()) <= 0) {
                ranges.add(new IovaRange(first.getAsLong(), last.getAsLong() - first.getAsLong() + 1));
            }
        }
        timeline.append(new DmaLoggingStarted(timeline.header(), CallResult.UNKNOWN, OptionalLong.empty(), ranges));
        return true;
    }

    boolean dirtyPages(TraceText text) throws EventSourceException {
        OptionalLong iova = text.bits(IOVA);
        OptionalLong size = text.bits(SIZE_SPACED);
        if (size.isEmpty()) {
            size = text.bits(SIZE);
        }
        if (iova.isEmpty() || size.isEmpty()) {
            return false;
        }
        IovaRange range = new IovaRange(iova.getAsLong(), size.getAsLong());
        timeline.append(new DirtyPagesReported(timeline.header(), CallResult.OK, range, text.number(DIRTY_PAGES)));
        return true;
    }

    boolean iommuTracking(TraceText text) throws EventSourceException {
        OptionalLong iommufd = text.number(IOMMUFD);
        OptionalLong hwpt = text.number(HWPT);
        OptionalLong enable = text.number(ENABLE);
        if (!isFd(iommufd) || hwpt.isEmpty() || enable.isEmpty()) {
            return false;
        }
        timeline.append(new IommuDirtyTrackingSet(
                timeline.header(), answer(text), (int) iommufd.getAsLong(), hwpt.getAsLong(), enable.getAsLong() != 0));
        return true;
    }

    boolean iommuBitmap(TraceText text) throws EventSourceException {
        OptionalLong iommufd = text.number(IOMMUFD);
        OptionalLong hwpt = text.number(HWPT);
        OptionalLong iova = text.bits(IOVA);
        OptionalLong size = text.bits(SIZE);
        if (!isFd(iommufd) || hwpt.isEmpty() || iova.isEmpty() || size.isEmpty()) {
            return false;
        }
        timeline.append(new IommuDirtyBitmapRead(
                timeline.header(),
                answer(text),
                (int) iommufd.getAsLong(),
                hwpt.getAsLong(),
                new IovaRange(iova.getAsLong(), size.getAsLong()),
                text.number(PAGE_SIZE)));
        return true;
    }

    private static boolean isFd(OptionalLong fd) {
        return fd.isPresent() && fd.getAsLong() <= Integer.MAX_VALUE;
    }

    /// What stands in brackets at the end: 0, the errno, or -1 in builds that print what ioctl(2) returned.
    private static CallResult answer(TraceText text) {
        OptionalLong number = text.signed(ANSWER);
        if (number.isEmpty() || Math.abs(number.getAsLong()) > ERRNO_MAX) {
            return CallResult.UNKNOWN;
        }
        return number.getAsLong() < 0 ? CallResult.FAILED : CallResult.of((int) number.getAsLong());
    }

    boolean regionMmaps(TraceText text) throws EventSourceException {
        Optional<String> region = text.between(REGION, MMAPS);
        OptionalLong enabled = text.number(MMAPS);
        if (region.isEmpty() || enabled.isEmpty()) {
            return false;
        }
        EventHeader header =
                devices.knownByPrefix(region.get()).map(timeline::header).orElseGet(timeline::header);
        timeline.append(
                enabled.getAsLong() != 0
                        ? new RegionMapped(header, region.get())
                        : new RegionUnmapped(header, region.get()));
        return true;
    }
}

package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MemoryEvent.IommuDirtyBitmapRead;
import dev.vfr.model.event.MemoryEvent.IommuDirtyTrackingSet;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.report.Report;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What QEMU's log shows of dirty tracking by the IOMMU, by the device and by nothing.
final class IommuDirtyTrackingTest {

    private static final String SETUP = "4021@1764580000.100000:migrate_set_state new state setup\n";
    private static final String ON =
            "4021@1764580000.200000:iommufd_backend_set_dirty  iommufd=12 hwpt=3 enable=1 (0)\n";
    private static final String READ = "4021@1764580000.300000:iommufd_backend_get_dirty_bitmap  iommufd=12 hwpt=3"
            + " iova=0x100000000 size=0x80000000 page_size=0x1000 (0)\n";
    private static final String REPORT = "4021@1764580000.310000:vfio_container_query_dirty_bitmap iova=0x100000000"
            + " size=0x80000000 bitmap_size=0x10000 translated_addr=0x100000000 dirty_pages=17\n";
    private static final String END =
            "4021@1764580001.000000:vfio_migration_set_state (0000:b1:00.2) new state PRE_COPY,"
                    + " recover state RUNNING\n"
                    + "4021@1764580002.000000:migrate_set_state new state completed\n";

    @TempDir
    private Path folder;

    @Test
    void theLinesBecomeEvents() throws Exception {
        List<MigrationEvent> events = imported(SETUP + ON + READ
                + "4021@1764580000.400000:iommufd_backend_get_dirty_bitmap  iommufd=12 hwpt=3 iova=0x0 size=0xa0000"
                + " flags=0x1 page_size=0x1000 (14)\n"
                + "4021@1764580000.500000:iommufd_backend_set_dirty  iommufd=12 hwpt=3 enable=0 (-1)\n");
        List<IommuDirtyTrackingSet> set = of(IommuDirtyTrackingSet.class, events);
        assertEquals(2, set.size());
        assertTrue(set.getFirst().enable());
        assertEquals(12, set.getFirst().iommufd());
        assertEquals(3, set.getFirst().hwpt());
        assertEquals(CallResult.OK, set.getFirst().result());
        assertEquals(CallResult.FAILED, set.getLast().result());
        List<IommuDirtyBitmapRead> read = of(IommuDirtyBitmapRead.class, events);
        assertEquals(new IovaRange(0x100000000L, 0x80000000L), read.getFirst().range());
        assertEquals(OptionalLong.of(4096), read.getFirst().pageSizeBytes());
        assertEquals(new IovaRange(0, 0xa0000), read.getLast().range());
        assertEquals(OptionalLong.of(4096), read.getLast().pageSizeBytes());
        assertEquals("EFAULT", read.getLast().result().name());
    }

    @Test
    void aCutLineBecomesNoEvent() throws Exception {
        List<MigrationEvent> events = imported(
                SETUP + "4021@1764580000.2:iommufd_backend_set_dirty  iommufd=12 hwpt=\n" + READ.substring(0, 75));
        assertEquals(List.of(), of(IommuDirtyTrackingSet.class, events));
        assertEquals(List.of(), of(IommuDirtyBitmapRead.class, events));
    }

    @Test
    void theReportSaysWhoTracks() throws Exception {
        assertEquals(Optional.of(Report.DirtyTracking.IOMMU), tracking(SETUP + ON + READ + REPORT + END));
        String ranges = "4021@1764580000.200000:vfio_device_dirty_tracking_start nr_ranges 1 32:[0x0 - 0xffffffff],"
                + " 64:[0xffffffffffffffff - 0x0], pci64:[0xffffffffffffffff - 0x0]\n";
        assertEquals(Optional.of(Report.DirtyTracking.DEVICE), tracking(SETUP + ranges + REPORT + END));
        assertEquals(Optional.empty(), tracking(SETUP + ranges + END), "nothing shows that it started");
        assertEquals(Optional.empty(), tracking(SETUP + REPORT + END), "a legacy container may do it");
        String neither = "2025-12-01T09:06:39.000000Z qemu-system-x86_64: warning: 0000:b1:00.2: VFIO device doesn't"
                + " support device and IOMMU dirty tracking\n";
        assertEquals(Optional.of(Report.DirtyTracking.NONE), tracking(neither + SETUP + END));
    }

    private Optional<Report.DirtyTracking> tracking(String log) throws Exception {
        InMemoryEvents events = new InMemoryEvents();
        for (MigrationEvent event : imported(log)) {
            events.append(event);
        }
        Report report = Analysis.of(List.of(new TraceInput("src", events)));
        assertEquals(1, report.migrations().size());
        return report.migrations().getFirst().dirtyTracking();
    }

    private List<MigrationEvent> imported(String log) throws Exception {
        return Captures.events(Files.writeString(folder.resolve("src.trace.log"), log));
    }

    private static <E extends MigrationEvent> List<E> of(Class<E> kind, List<MigrationEvent> events) {
        return events.stream().filter(kind::isInstance).map(kind::cast).toList();
    }
}

package dev.vfr.model.event;

import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What is known of the device's accesses to memory: DMA logging, dirty pages, regions and their mappings.
public sealed interface MemoryEvent extends MigrationEvent {

    /// A range of IO virtual addresses.
    ///
    /// @param iova first address
    /// @param lengthBytes bytes, > 0 in a legal range
    record IovaRange(long iova, long lengthBytes) {}

    /// VFIO_DEVICE_FEATURE SET DMA_LOGGING_START.
    ///
    /// @param pageSizeBytes bytes as asked for
    record DmaLoggingStarted(EventHeader header, CallResult result, OptionalLong pageSizeBytes, List<IovaRange> ranges)
            implements MemoryEvent, Call {
        public DmaLoggingStarted {
            ranges = List.copyOf(ranges);
        }

        @Override
        public DmaLoggingStarted withHeader(EventHeader header) {
            return new DmaLoggingStarted(header, result, pageSizeBytes, ranges);
        }
    }

    record DmaLoggingStopped(EventHeader header, CallResult result) implements MemoryEvent, Call {
        @Override
        public DmaLoggingStopped withHeader(EventHeader header) {
            return new DmaLoggingStopped(header, result);
        }
    }

    /// VFIO_DEVICE_FEATURE GET DMA_LOGGING_REPORT, or the VMM's query of a container's dirty bitmap.
    ///
    /// @param dirtyPages pages, >= 0, that were reported dirty in the range
    record DirtyPagesReported(EventHeader header, CallResult result, IovaRange range, OptionalLong dirtyPages)
            implements MemoryEvent, Call {
        @Override
        public DirtyPagesReported withHeader(EventHeader header) {
            return new DirtyPagesReported(header, result, range, dirtyPages);
        }
    }

    /// IOMMU_HWPT_SET_DIRTY_TRACKING: the IOMMU begins or ends to note which pages devices write.
    ///
    /// It concerns every device that is attached to the page table, and names none.
    ///
    /// @param iommufd the VMM's fd of /dev/iommu
    /// @param hwpt the kernel's number of the hardware page table
    /// @param enable whether it begins
    record IommuDirtyTrackingSet(EventHeader header, CallResult result, int iommufd, long hwpt, boolean enable)
            implements MemoryEvent, Call {
        @Override
        public IommuDirtyTrackingSet withHeader(EventHeader header) {
            return new IommuDirtyTrackingSet(header, result, iommufd, hwpt, enable);
        }
    }

    /// IOMMU_HWPT_GET_DIRTY_BITMAP: the VMM asked the IOMMU which pages of a range devices have written. How many they
    /// were is in no source; the VMM's sum over a container is a [DirtyPagesReported].
    ///
    /// @param iommufd the VMM's fd of /dev/iommu
    /// @param hwpt the kernel's number of the hardware page table
    /// @param pageSizeBytes bytes that one bit of the answer stands for
    record IommuDirtyBitmapRead(
            EventHeader header, CallResult result, int iommufd, long hwpt, IovaRange range, OptionalLong pageSizeBytes)
            implements MemoryEvent, Call {
        @Override
        public IommuDirtyBitmapRead withHeader(EventHeader header) {
            return new IommuDirtyBitmapRead(header, result, iommufd, hwpt, range, pageSizeBytes);
        }
    }

    /// VFIO_DEVICE_SET_IRQS that wires an eventfd.
    record IrqWired(EventHeader header, CallResult result, int irqIndex, OptionalInt eventFd)
            implements MemoryEvent, Call {
        @Override
        public IrqWired withHeader(EventHeader header) {
            return new IrqWired(header, result, irqIndex, eventFd);
        }
    }

    /// The driver signalled that regions are to be trapped, or no longer.
    record TrapSignalled(EventHeader header) implements MemoryEvent {
        @Override
        public TrapSignalled withHeader(EventHeader header) {
            return new TrapSignalled(header);
        }
    }

    /// VFIO_DEVICE_GET_REGION_INFO.
    record RegionInfoRead(EventHeader header, CallResult result, int region) implements MemoryEvent, Call {
        @Override
        public RegionInfoRead withHeader(EventHeader header) {
            return new RegionInfoRead(header, result, region);
        }
    }

    /// A region's mapping into the VMM or the guest was made or enabled.
    record RegionMapped(EventHeader header, String region) implements MemoryEvent {
        @Override
        public RegionMapped withHeader(EventHeader header) {
            return new RegionMapped(header, region);
        }
    }

    /// A region's mapping was removed or disabled.
    record RegionUnmapped(EventHeader header, String region) implements MemoryEvent {
        @Override
        public RegionUnmapped withHeader(EventHeader header) {
            return new RegionUnmapped(header, region);
        }
    }
}

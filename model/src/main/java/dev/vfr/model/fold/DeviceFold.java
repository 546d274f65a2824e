package dev.vfr.model.fold;

import dev.vfr.model.event.DataEvent.MigDataSizeQueried;
import dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled;
import dev.vfr.model.event.DeviceEvent.DeviceClosed;
import dev.vfr.model.event.DeviceEvent.DeviceOpened;
import dev.vfr.model.event.DeviceEvent.MigrationFlagsQueried;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.EnumSet;

/// Folds what a device offers and estimates.
final class DeviceFold {

    private DeviceFold() {}

    static DeviceTrack opened(DeviceTrack device, DeviceOpened event, Noted noted) {
        return event.result().isOk() ? StateFold.opened(device, event.header().seq()) : device;
    }

    static DeviceTrack closed(DeviceTrack device, DeviceClosed event, Noted noted) {
        return device.with(device.data().closing());
    }

    static DeviceTrack flags(DeviceTrack device, MigrationFlagsQueried event, Noted noted) {
        if (!event.result().isOk() || event.flags().isEmpty()) {
            return device;
        }
        MigrationFlags flags = new MigrationFlags(event.flags().getAsLong());
        return StateFold.opened(
                device.with(device.flags().withAnswer(flags)), event.header().seq());
    }

    static DeviceTrack reinitEnabled(DeviceTrack device, PrecopyInfoV2Enabled event, Noted noted) {
        return event.result().isOk() ? device.with(device.estimates().withReinit()) : device;
    }

    static DeviceTrack dataSize(DeviceTrack device, MigDataSizeQueried event, Noted noted) {
        return event.result().isOk() ? device.with(device.estimates().with(event)) : device;
    }

    static DeviceTrack vmmEstimated(DeviceTrack device, VmmEstimated event, Noted noted) {
        return device.with(device.estimates().with(event));
    }

    /// The VMM's steps that say something of the device itself: it was set up, or its data goes another way than
    /// through records whose size is shown. A section of the migration stream tells the states in which QEMU
    /// fills it (hw/vfio/migration.c, vfio_save_iterate() and vfio_save_complete_precopy()).
    static DeviceTrack vmmStep(DeviceTrack device, VmmStepSeen event, Noted noted) {
        return switch (event.name()) {
            case "vfio_migration_realize", "vfio_migration_probe", "vfio_migration_init" ->
                StateFold.opened(device, event.header().seq());
            case "vfio_save_complete_precopy_thread_start" ->
                DataFold.unsized(device, event.header(), SessionTrack.Direction.SAVING);
            case "vfio_load_bufs_thread_start" ->
                DataFold.unsized(device, event.header(), SessionTrack.Direction.RESUMING);
            case "QEMU_VM_SECTION_PART" ->
                StateFold.told(device, EnumSet.of(DeviceState.PRE_COPY, DeviceState.PRE_COPY_P2P), event.header());
            case "QEMU_VM_SECTION_END" -> StateFold.told(device, EnumSet.of(DeviceState.STOP_COPY), event.header());
            case "QEMU_VM_SECTION_END without data" ->
                DataFold.unsized(device, event.header(), SessionTrack.Direction.SAVING);
            default -> device;
        };
    }
}

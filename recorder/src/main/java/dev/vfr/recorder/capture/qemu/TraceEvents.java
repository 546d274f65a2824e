package dev.vfr.recorder.capture.qemu;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The trace events of QEMU 8.0 to 11.1 that become events, by name.
///
/// Left out on purpose, because they come by the thousand and say little of a device's migration: single region
/// accesses, bitmap synchronisation, RAM pages, sections of other handlers, the fields of vmstate. The sums over all
/// handlers (`migrate_pending_*`, `qemu_savevm_query_pending`) stay: nothing else tells what guest memory has left.
final class TraceEvents {

    /// @param name as QEMU prints it
    /// @param side what it says of the process that prints it
    record Known(String name, Meaning meaning, Side side) {}

    private static final int SLOTS = 1024;
    private static final @Nullable Known[] TABLE = new Known[SLOTS];
    private static final byte[][] NAMES = new byte[SLOTS][];

    static {
        put(Meaning.DEVICE_STATE_ASKED, "vfio_migration_set_state");
        put(Meaning.DEVICE_STATE_TAKEN, "vfio_migration_set_device_state");
        put(Meaning.DEVICE_STATE_WANTED, "vfio_vmstate_change", "vfio_vmstate_change_prepare");
        put(Meaning.DATA_READ, "vfio_save_block");
        put(Meaning.PRECOPY_EMPTY, "vfio_save_block_precopy_empty_hit");
        put(Meaning.DATA_WRITTEN, "vfio_load_state_device_data");
        put(Meaning.PRECOPY_INFO, "vfio_query_precopy_size");
        put(Meaning.STOP_COPY_SIZE, "vfio_query_stop_copy_size");
        put(Meaning.VMM_ESTIMATE, "vfio_state_pending_estimate");
        put(Meaning.VMM_EXACT_ESTIMATE, "vfio_state_pending_exact");
        put(Meaning.VMM_PENDING, "vfio_state_pending");
        put(Meaning.VMM_ITERATED, "vfio_save_iterate");
        put(Meaning.STREAM_RECORD_LOADED, "vfio_load_state");
        put(Meaning.INIT_DATA_FLAG_SENT, "vfio_send_init_data_flag");
        put(
                Meaning.MULTIFD_BUFFER,
                "vfio_load_state_device_buffer_incoming",
                "vfio_load_state_device_buffer_starved",
                "vfio_load_state_device_buffer_load_start",
                "vfio_load_state_device_buffer_load_end");
        put(Meaning.MIGRATION_STATUS, "migrate_set_state");
        put(Meaning.MIGRATION_ERROR, "migrate_error", "migrate_fd_error");
        put(Meaning.RUN_STATE, "runstate_set");
        put(Meaning.DOWNTIME_CHECKPOINT, "vmstate_downtime_checkpoint");
        put(Meaning.DOWNTIME_OF_HANDLER_SAVED, "vmstate_downtime_save");
        put(Meaning.DOWNTIME_OF_HANDLER_LOADED, "vmstate_downtime_load");
        put(Meaning.DEVICE_OPENED, "vfio_get_device", "vfio_device_get");
        put(Meaning.MIGRATION_INIT, "vfio_migration_init");
        put(Meaning.DMA_LOGGING_START, "vfio_device_dirty_tracking_start");
        put(Meaning.DIRTY_PAGES, "vfio_get_dirty_bitmap", "vfio_container_query_dirty_bitmap");
        put(Meaning.IOMMU_DIRTY_TRACKING, "iommufd_backend_set_dirty");
        put(Meaning.IOMMU_DIRTY_BITMAP, "iommufd_backend_get_dirty_bitmap");
        // Both are printed after the VFIO_DEVICE_RESET that succeeded; vfio_pci_reset is printed before any attempt.
        put(Meaning.DEVICE_RESET_DONE, "vfio_pci_reset_flr", "vfio_pci_reset_pm");
        put(Meaning.REGION_MMAPS, "vfio_region_mmaps_set_enabled");
        put(Meaning.SECTION_SAVED, "savevm_section_start");
        put(Meaning.SECTION_SAVED_END, "savevm_section_end");
        put(Meaning.SECTION_LOADED, "qemu_loadvm_state_section_startfull");
        put(Meaning.MULTIFD_SAVE_THREAD, "vfio_save_complete_precopy_thread_start");
        putDeviceSteps();
        putSteps();
        put(Meaning.PROTOCOL_V1, "vfio_update_pending", "vfio_save_pending", "vfio_save_buffer");
    }

    private TraceEvents() {}

    private static void putDeviceSteps() {
        put(
                Meaning.DEVICE_STEP,
                "vfio_attach_device",
                "vfio_device_attach",
                "vfio_load_bufs_thread_end",
                "vfio_load_bufs_thread_start",
                "vfio_load_cleanup",
                "vfio_load_device_config_state",
                "vfio_load_device_config_state_end",
                "vfio_load_device_config_state_start",
                "vfio_load_state_device_buffer_end",
                "vfio_load_state_device_buffer_start",
                "vfio_mdev",
                "vfio_migration_probe",
                "vfio_migration_realize",
                "vfio_migration_state_notifier",
                "vfio_pci_hot_reset",
                "vfio_pci_reset",
                "vfio_query_precopy_size_request_switchover_ack",
                "vfio_save_cleanup",
                "vfio_save_complete_precopy",
                "vfio_save_complete_precopy_start",
                "vfio_save_complete_precopy_thread_end",
                "vfio_save_device_config_state",
                "vfio_save_iterate_start",
                "vfio_save_setup");
    }

    private static void putSteps() {
        put(
                Meaning.STEP,
                "loadvm_approve_switchover",
                "loadvm_approve_switchover_legacy",
                "loadvm_process_command",
                "loadvm_state_cleanup",
                "loadvm_state_setup",
                "loadvm_state_switchover_ack_needed",
                "migrate_fd_cancel",
                "migrate_fd_cleanup",
                "migrate_global_state_post_load",
                "migrate_global_state_pre_save",
                "migrate_pending_estimate",
                "migrate_pending_exact",
                "migrate_transferred",
                "migration_call_notifiers",
                "migration_cancel",
                "migration_cleanup",
                "migration_completion_file_err",
                "migration_completion_vm_stop",
                "migration_precopy_complete",
                "migration_request_switchover_ack_legacy",
                "migration_socket_incoming_accepted",
                "migration_socket_outgoing_connected",
                "migration_socket_outgoing_error",
                "migration_thread_after_loop",
                "migration_thread_file_err",
                "migration_thread_low_pending",
                "migration_thread_setup_complete",
                "multifd_recv_terminate_threads",
                "multifd_send_error",
                "multifd_send_terminate_threads",
                "postcopy_start",
                "process_incoming_migration_co_end",
                "qemu_loadvm_state_post_main",
                "qemu_savevm_query_pending",
                "savevm_send_switchover_start",
                "savevm_state_cleanup",
                "savevm_state_complete_precopy",
                "savevm_state_header",
                "savevm_state_setup",
                "source_return_path_thread_bad_end",
                "source_return_path_thread_end",
                "source_return_path_thread_pong",
                "source_return_path_thread_shut",
                "source_return_path_thread_switchover_acked",
                "vfio_listener_region_add_iommu",
                "vfio_listener_region_add_ram",
                "vfio_listener_region_del",
                "vfio_listener_region_del_iommu",
                "vfio_pci_hot_reset_result");
    }

    /// The event named by `bytes` from `from` to `to`, null where it does not bear on the migration.
    static @Nullable Known find(byte[] bytes, int from, int to) {
        int slot = hash(bytes, from, to);
        while (TABLE[slot] != null) {
            if (Arrays.equals(NAMES[slot], 0, NAMES[slot].length, bytes, from, to)) {
                return TABLE[slot];
            }
            slot = (slot + 1) & (SLOTS - 1);
        }
        return null;
    }

    /// Every name that is known, in no order.
    static List<String> names() {
        List<String> names = new ArrayList<>();
        for (Known known : TABLE) {
            if (known != null) {
                names.add(known.name());
            }
        }
        return names;
    }

    private static void put(Meaning meaning, String... names) {
        for (String name : names) {
            byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
            int slot = hash(bytes, 0, bytes.length);
            while (TABLE[slot] != null) {
                slot = (slot + 1) & (SLOTS - 1);
            }
            TABLE[slot] = new Known(name, meaning, Side.of(name));
            NAMES[slot] = bytes;
        }
    }

    private static int hash(byte[] bytes, int from, int to) {
        int hash = to - from;
        for (int i = from; i < to; i++) {
            hash = hash * 31 + bytes[i];
        }
        return (hash ^ (hash >>> 15)) & (SLOTS - 1);
    }
}

package dev.vfr.recorder.capture;

/// Migrations as each release of QEMU would log them, told in the order in which QEMU acts.
final class ScriptedMigrations {

    private static final String HANDLER = "0000:00:02.0/vfio";
    private static final long SETUP_TAG = 0xffffffffef100003L;
    private static final long DATA_TAG = 0xffffffffef100004L;
    private static final long END_TAG = 0xffffffffef100001L;

    private ScriptedMigrations() {}

    /// The source of a migration that completes. Devices did not do PRE_COPY before 8.1, nor P2P before 8.2.
    static ScriptedLog source(QemuRelease release) {
        ScriptedLog log = new ScriptedLog(release);
        boolean p2p = release.isAtLeast("8.2.0");
        start(log);
        setup(log);
        iterate(log);
        stop(log);
        log.trace("savevm_section_start", "id", HANDLER, "section_id", 38);
        log.trace("vfio_save_complete_precopy_start");
        if (release.isAtLeast("8.1.0")) {
            log.setAgain("STOP_COPY", "STOP");
        } else {
            log.set("STOP_COPY", "STOP");
        }
        log.trace("vfio_save_block", "data_size", 1_048_576);
        log.trace("vfio_save_block", "data_size", 36);
        log.trace("vfio_save_complete_precopy", "ret", 0);
        log.trace("savevm_section_end", "id", HANDLER, "section_id", 38, "ret", 0);
        log.trace("vmstate_downtime_save", "type", "iterable", "idstr", HANDLER, "instance_id", 0, "downtime", 176);
        log.trace("migrate_set_state", "new_state", "completed");
        log.set("STOP", "ERROR");
        log.trace("vfio_save_cleanup");
        log.trace("migrate_fd_cleanup");
        log.trace("migration_cleanup");
        log.notifier("completed");
        if (p2p) {
            log.trace("vmstate_downtime_checkpoint", "checkpoint", "src-downtime-end");
        }
        return log;
    }

    /// A source whose device cannot go to STOP_COPY (STOP in 8.0) and is reset.
    static ScriptedLog failingSource(QemuRelease release) {
        ScriptedLog log = new ScriptedLog(release);
        start(log);
        setup(log);
        iterate(log);
        boolean preCopy = release.isAtLeast("8.1.0");
        log.runState(9, "running", 7, "finish-migrate");
        log.setFailsAndResets(preCopy ? "STOP_COPY" : "STOP", "Input/output error");
        wanted(log, 0, "finish-migrate", preCopy ? "STOP_COPY" : "STOP");
        log.trace("migrate_fd_error", "error_desc", "Input/output error");
        log.trace("migrate_set_state", "new_state", "failed");
        log.runState(7, "finish-migrate", 9, "running");
        log.setAgain("RUNNING", "ERROR");
        log.trace("vfio_save_cleanup");
        log.notifier("failed");
        return log;
    }

    /// A source whose device refuses PRE_COPY, so that QEMU sets the recover state RUNNING.
    static ScriptedLog recoveringSource(QemuRelease release) {
        ScriptedLog log = new ScriptedLog(release);
        start(log);
        log.trace("migrate_set_state", "new_state", "setup");
        log.setFailsAndRecovers("PRE_COPY", "RUNNING", "Device or resource busy");
        log.trace("vfio_save_cleanup");
        log.trace("migrate_set_state", "new_state", "failed");
        return log;
    }

    /// The destination of a migration that completes.
    static ScriptedLog destination(QemuRelease release) {
        ScriptedLog log = new ScriptedLog(release);
        load(log);
        log.runState(1, "inmigrate", 9, "running");
        if (release.isAtLeast("8.2.0")) {
            log.set("RUNNING_P2P", "ERROR");
            log.trace("vfio_vmstate_change_prepare", "running", 1, "reason", "running", "dev_state", "RUNNING_P2P");
        }
        log.set("RUNNING", "ERROR");
        wanted(log, 1, "running", "RUNNING");
        log.trace("vfio_load_cleanup");
        log.trace("migrate_set_state", "new_state", "completed");
        return log;
    }

    /// A destination without P2P whose device refuses the data when it is to run, and is reset.
    static ScriptedLog refusingDestination(QemuRelease release) {
        ScriptedLog log = new ScriptedLog(release);
        load(log);
        log.runState(1, "inmigrate", 9, "running");
        log.setFailsAndResets("RUNNING", "Invalid argument");
        wanted(log, 1, "running", "RUNNING");
        log.trace("vfio_load_cleanup");
        log.trace("migrate_set_state", "new_state", "completed");
        return log;
    }

    private static void start(ScriptedLog log) {
        realize(log);
        log.runState(6, "prelaunch", 9, "running");
        if (log.release().isAtLeast("8.2.0")) {
            log.set("RUNNING_P2P", "ERROR");
        }
        log.set("RUNNING", "ERROR");
        wanted(log, 1, "running", "RUNNING");
    }

    private static void realize(ScriptedLog log) {
        log.trace("vfio_migration_probe");
        log.trace("vfio_migration_init", "mig_flags", 7, "precopy_info_v2_used", 1, "dirty_pages_supported", 1);
        log.trace("vfio_migration_realize");
        log.trace("vfio_pci_reset");
        log.trace("vfio_pci_reset_flr");
        log.trace("vfio_region_mmaps_set_enabled", "name", ScriptedLog.DEVICE + " BAR 0", "enabled", 1);
        log.trace("vfio_region_write", "name", ScriptedLog.DEVICE, "index", 0, "addr", 16, "data", 135, "size", 4);
    }

    private static void setup(ScriptedLog log) {
        log.trace("migrate_set_state", "new_state", "setup");
        log.notifier("setup");
        log.trace(
                "vfio_device_dirty_tracking_start",
                "nr_ranges",
                1,
                "min32",
                0L,
                "max32",
                0xffffffffL,
                "min64",
                -1L,
                "max64",
                0L,
                "minpci",
                -1L,
                "maxpci",
                0L);
        log.trace("savevm_state_setup");
        log.trace("vfio_query_stop_copy_size", "size", 1_048_612L, "ret", 0);
        if (log.release().isAtLeast("8.1.0")) {
            log.set("PRE_COPY", "RUNNING");
            log.trace("vfio_query_precopy_size", "init_size", 24, "dirty_size", 0, "reinit", 0, "ret", 0);
        }
        log.trace("vfio_save_setup", "data_buffer_size", 1_048_576);
        log.trace("migrate_set_state", "new_state", "active");
    }

    private static void iterate(ScriptedLog log) {
        log.trace(
                "vfio_state_pending_estimate",
                "precopy",
                67_641_368L,
                "postcopy",
                0,
                "precopy_init_size",
                24,
                "precopy_dirty_size",
                0);
        log.trace("migrate_pending_estimate", "size", 67_641_368L, "pre", 67_641_368L, "post", 0);
        if (log.release().isAtLeast("8.1.0")) {
            log.trace("savevm_section_start", "id", HANDLER, "section_id", 38);
            log.trace("vfio_save_iterate_start");
            log.trace("vfio_save_block", "data_size", 24);
            log.trace("vfio_save_iterate", "precopy_init_size", 0, "precopy_dirty_size", 4096);
            log.trace("savevm_section_end", "id", HANDLER, "section_id", 38, "ret", 1);
            log.trace("vfio_save_block_precopy_empty_hit");
        }
        dirtyPages(log);
        log.trace(
                "vfio_state_pending_exact",
                "precopy",
                475_196,
                "postcopy",
                0,
                "stopcopy_size",
                1_048_612L,
                "precopy_init_size",
                0,
                "precopy_dirty_size",
                4096);
        log.trace(
                "vfio_state_pending",
                "stopcopy_size",
                1_048_612L,
                "precopy_init_size",
                0,
                "precopy_dirty_size",
                4096,
                "request_switchover_ack",
                0,
                "exact",
                1,
                "final",
                0);
    }

    private static void dirtyPages(ScriptedLog log) {
        for (String event : new String[] {"vfio_get_dirty_bitmap", "vfio_container_query_dirty_bitmap"}) {
            log.trace(
                    event,
                    "fd",
                    22,
                    "iova",
                    0x100000L,
                    "size",
                    0x3f00000L,
                    "bitmap_size",
                    0x7e0L,
                    "start",
                    0x100000L,
                    "translated_addr",
                    0x100000L,
                    "backend_flag",
                    0,
                    "dirty_pages",
                    70);
        }
    }

    private static void stop(ScriptedLog log) {
        boolean preCopy = log.release().isAtLeast("8.1.0");
        log.trace("vmstate_downtime_checkpoint", "checkpoint", "src-downtime-start");
        log.runState(9, "running", 7, "finish-migrate");
        if (log.release().isAtLeast("8.2.0")) {
            log.set("PRE_COPY_P2P", "ERROR");
            log.trace(
                    "vfio_vmstate_change_prepare",
                    "running",
                    0,
                    "reason",
                    "finish-migrate",
                    "dev_state",
                    "PRE_COPY_P2P");
        }
        log.set(preCopy ? "STOP_COPY" : "STOP", "ERROR");
        wanted(log, 0, "finish-migrate", preCopy ? "STOP_COPY" : "STOP");
        log.trace("vmstate_downtime_checkpoint", "checkpoint", "src-vm-stopped");
        log.trace("migrate_set_state", "new_state", "device");
    }

    private static void load(ScriptedLog log) {
        realize(log);
        log.trace("migrate_set_state", "new_state", "active");
        log.trace("loadvm_state_setup");
        log.set("RESUMING", "RUNNING");
        log.trace(
                "qemu_loadvm_state_section_startfull",
                "section_id",
                38,
                "idstr",
                HANDLER,
                "instance_id",
                0,
                "version_id",
                1);
        log.trace("vfio_load_state", "data", SETUP_TAG);
        log.trace("vfio_load_state", "data", DATA_TAG);
        log.trace("vfio_load_state_device_data", "data_size", 1_048_576, "ret", 0);
        log.trace("vfio_load_state", "data", DATA_TAG);
        log.trace("vfio_load_state_device_data", "data_size", 60, "ret", 0);
        log.trace("vfio_load_state", "data", END_TAG);
        log.trace("vmstate_downtime_load", "type", "iterable", "idstr", HANDLER, "instance_id", 0, "downtime", 400);
        log.trace("vfio_load_device_config_state");
        log.trace("vfio_load_device_config_state_start");
        log.trace("vfio_load_device_config_state_end");
        log.trace("process_incoming_migration_co_end", "ret", 0, "ps", 0);
    }

    private static void wanted(ScriptedLog log, int running, String reason, String state) {
        log.trace("vfio_vmstate_change", "running", running, "reason", reason, "dev_state", state);
    }
}

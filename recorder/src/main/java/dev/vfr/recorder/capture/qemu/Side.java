package dev.vfr.recorder.capture.qemu;

/// What a trace event says of the process that prints it.
public enum Side {
    /// It begins to use a device: only the main thread does.
    STARTS,
    /// It sends a migration.
    SAVES,
    /// It receives one.
    LOADS,
    NEITHER;

    private static final String[] STARTING = {
        "vfio_attach_device", "vfio_device_attach", "vfio_mdev", "vfio_migration_realize", "vfio_migration_probe"
    };
    private static final String[] SAVING = {
        "vfio_save_",
        "vfio_state_pending",
        "vmstate_downtime_save",
        "savevm_",
        "qemu_savevm_",
        "migration_thread_",
        "migration_completion_",
        "migration_socket_outgoing",
        "source_return_path_",
        "migrate_pending_"
    };
    private static final String[] LOADING = {
        "vfio_load_",
        "vmstate_downtime_load",
        "loadvm_",
        "qemu_loadvm_",
        "process_incoming_",
        "migration_socket_incoming"
    };

    /// What the trace event `name` says.
    static Side of(String name) {
        if (begins(name, STARTING)) {
            return STARTS;
        }
        if (begins(name, SAVING)) {
            return SAVES;
        }
        return begins(name, LOADING) ? LOADS : NEITHER;
    }

    private static boolean begins(String name, String[] words) {
        for (String word : words) {
            if (name.startsWith(word)) {
                return true;
            }
        }
        return false;
    }
}

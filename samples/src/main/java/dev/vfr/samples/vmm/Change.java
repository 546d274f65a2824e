package dev.vfr.samples.vmm;

/// What a release of QEMU began to do in another way, as far as a migration of VFIO devices shows it. Whatever is
/// listed stays so in all later releases.
///
/// Source: hw/vfio/migration.c, hw/vfio/listener.c (hw/vfio/common.c before 10.1), migration/migration.c and
/// migration/savevm.c of the releases.
enum Change {
    /// Devices are read in PRE_COPY while the guest runs. Before, all of a device's state goes in STOP_COPY.
    PRE_COPY(VmmRelease.V8_1),

    /// `enable-migration=auto`: devices may be migrated unless something is against it. Before, only with
    /// `x-enable-migration=on`.
    MIGRATION_WITHOUT_ASKING(VmmRelease.V8_1),

    /// A vIOMMU, or a device without dirty tracking, blocks the migration.
    BLOCKERS_OF_TRACKING(VmmRelease.V8_1),

    /// Before the devices stop or run, all of them stop their peer-to-peer DMA; several devices may be migrated
    /// if all of them can.
    P2P_ROUND(VmmRelease.V8_2),

    /// STOP_COPY is left for STOP in clean-up, and no longer within the downtime (commit 5485298ce0).
    STOP_IN_CLEAN_UP(VmmRelease.V8_2),

    /// Postcopy and background snapshots are refused before anything is done.
    SAVE_PREPARE(VmmRelease.V8_2),

    /// The client may say which bandwidth the switchover will have.
    SWITCHOVER_BANDWIDTH(VmmRelease.V8_2),

    /// vmstate_downtime_checkpoint and its like are traced.
    DOWNTIME_CHECKPOINTS(VmmRelease.V8_2),

    /// Every device has its turn in every iteration. Before, none had as long as guest memory was not sent (commit
    /// 4e1871c450).
    EVERYBODYS_TURN(VmmRelease.V9_0),

    /// No request for a state that the device is known to be in.
    NO_CALL_FOR_SAME_STATE(VmmRelease.V9_1),

    /// Failures of dirty tracking and of device states are one line, and the migration's error. Before, they
    /// were lines of their own with `err:`.
    ERRORS_IN_ONE_LINE(VmmRelease.V9_1),

    /// Dirty tracking by the IOMMU does where the device has none.
    TRACKING_BY_IOMMU(VmmRelease.V9_1),

    /// An exact query counts stop_copy_length alone. Before, it counted initial_bytes and dirty_bytes once more
    /// (commit 3b5948f808).
    COUNTED_ONCE(VmmRelease.V9_2),

    /// Device state may go through multifd channels; SWITCHOVER_START is sent; the status `device` comes in every
    /// migration.
    MULTIFD_DEVICE_STATE(VmmRelease.V10_0),

    /// What waits at the destination's multifd threads may be bounded; DEV_CONFIG_LOAD_READY.
    BOUNDED_QUEUE(VmmRelease.V10_1),

    /// After a failure or a cancel the devices are set first and their data_fds closed last.
    NOTIFIER_FIRST(VmmRelease.V11_0),

    /// The status is `failing` before it is `failed`.
    STATUS_FAILING(VmmRelease.V11_0),

    /// A guest with more memory than one dirty bitmap can describe is not migrated (commit 46c7633114).
    LARGE_MEMORY_BLOCKER(VmmRelease.V11_0),

    /// Opts in to VFIO_PRECOPY_INFO_REINIT, and asks a last time before the guest stops.
    PRECOPY_INFO_V2(VmmRelease.V11_1),

    /// The source counts the devices whose initial data is not acknowledged yet. Before, or with an older machine
    /// type, the destination does.
    SOURCE_COUNTS_ACKS(VmmRelease.V11_1),

    /// One query for both sorts of estimate; what was read in pre-copy is taken off the size of STOP_COPY until the
    /// driver is asked again.
    SHRINKING_STOP_COPY_SIZE(VmmRelease.V11_1);

    private final VmmRelease since;

    Change(VmmRelease since) {
        this.since = since;
    }

    VmmRelease since() {
        return since;
    }
}

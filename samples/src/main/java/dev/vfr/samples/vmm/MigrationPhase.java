package dev.vfr.samples.vmm;

/// How far a migration has come, seen from the source VMM.
public enum MigrationPhase {
    /// The client has asked for the migration; nothing was sent.
    SETUP,
    /// Guest memory and pre-copy data go over, the guest runs.
    ACTIVE,
    /// The decision to stop the guest has been made.
    SWITCHOVER,
    /// The guest and its devices have stopped.
    VM_STOPPED,
    /// The devices' state goes over in STOP_COPY.
    DEVICE_STATE,
    /// The devices' configuration goes over.
    CONFIG_STATE,
    /// All is sent; the source waits for what the destination says, if it listens.
    LOADING,
    /// The source has cleaned up.
    COMPLETED
}

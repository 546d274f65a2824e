package dev.vfr.samples.scenario;

/// How a migration really ended, whatever the VMMs say.
public enum Outcome {
    /// The VM runs at the destination with all of its devices' state.
    COMPLETED,
    /// The VM runs at the source again because something failed.
    FAILED,
    /// The VM runs at the source again because the client wanted it.
    CANCELLED,
    /// The VM runs at the destination, but a device there has not all of the state that it had.
    STATE_LOST,
    /// The VM runs nowhere any more.
    VM_LOST,
    /// The migration was refused before anything was done.
    REFUSED
}

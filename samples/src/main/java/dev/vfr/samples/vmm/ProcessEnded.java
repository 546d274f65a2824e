package dev.vfr.samples.vmm;

/// A VMM's process is gone in the middle of what it did: its caller has to leave everything as it is.
final class ProcessEnded extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /// @param why for our own messages; the trace has nothing of it
    ProcessEnded(String why) {
        super(why, null, false, false);
    }
}

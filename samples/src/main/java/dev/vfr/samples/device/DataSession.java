package dev.vfr.samples.device;

/// One data transfer session: the file behind a data_fd.
sealed interface DataSession permits SavingSession, ResumingSession {

    /// Whether the kernel has disabled the file: every further call says ENODEV.
    boolean isEnded();

    /// The device left the states that the session belongs to.
    void end();
}

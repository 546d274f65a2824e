package dev.vfr.samples.device;

/// When a driver, or the firmware behind it, looks into the data that it is given.
public enum ContentCheck {
    /// At the write that completes a record.
    AT_WRITE,
    /// At RESUMING to STOP.
    AT_STOP,
    /// Whatever comes is taken.
    NEVER
}

package dev.vfr.samples.device;

/// What a driver estimates, by the names of the uapi.
public enum Estimate {
    INITIAL_BYTES,
    DIRTY_BYTES,
    STOP_COPY_LENGTH
}

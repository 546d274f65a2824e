package dev.vfr.samples.device;

/// What a read says when pre-copy has nothing more for now.
public enum TemporaryEnd {
    /// As the uapi wants it.
    ENOMSG,
    /// No data, as some drivers do.
    ZERO
}

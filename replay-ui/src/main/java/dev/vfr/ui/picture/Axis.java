package dev.vfr.ui.picture;

/// What the horizontal axis counts.
public enum Axis {
    /// Nanoseconds since the start of the trace.
    TIME,
    /// Events, because the trace has no times.
    EVENTS
}

package dev.vfr.recorder.capture.log;

/// What a text was taken for, which decides about the lines that are nothing by themselves.
public enum TextKind {
    /// The rest is other programs' text; a last line without its end was cut off.
    TRACE_LOG,
    /// QEMU printed the rest as well.
    MESSAGES,
    /// The rest is what a person or a shell wrote around the objects; only what begins like a known message is one.
    QMP,
    /// The rest is what a person or another program wrote; only what begins like a known message is one.
    POSTED
}

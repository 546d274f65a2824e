package dev.vfr.recorder.capture.log;

/// What a line of a VMM's text is by itself.
enum LineKind {
    /// Nothing that becomes an event of its own.
    NONE,
    /// A trace event.
    TRACE,
    /// The last line, cut off.
    TORN,
    /// A message that names its program.
    MESSAGE,
    /// A line of a message, without a program.
    BARE_MESSAGE,
    /// The end of a domain, or the request to migrate it, as libvirt logs it.
    LIBVIRT,
    /// The last line of a process's command line, as libvirt logs it.
    STARTED
}

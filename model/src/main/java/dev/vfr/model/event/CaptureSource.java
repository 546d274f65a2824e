package dev.vfr.model.event;

/// How the events of a trace were captured. Its capabilities say what a source cannot show, so the analysis
/// can say "unknown" instead of "none".
public enum CaptureSource {
    /// The preloaded native interposer: every call with errno and duration.
    INTERPOSER,
    /// The in-process Java interposer around a simulated device.
    SIMULATOR,
    /// QEMU's trace log: records instead of system calls.
    QEMU_LOG,
    /// A QMP transcript.
    QMP,
    /// QEMU's messages on stderr.
    QEMU_STDERR,
    /// The text of strace.
    STRACE,
    /// Probes in the kernel driver.
    FTRACE,
    /// A QEMU migration stream.
    QEMU_STREAM,
    /// The log of the host's kernel.
    KERNEL_LOG,
    /// The log of libvirt's daemon, or what virt-launcher prints of it.
    LIBVIRT_LOG,
    /// Text of QEMU's monitor or of virsh.
    HMP;

    /// The name on the command line and in reports: lower case with hyphens.
    public String label() {
        return name().toLowerCase(java.util.Locale.ROOT).replace('_', '-');
    }

    /// The source sees every system call on a VFIO fd, so that a call that is not in the trace did not happen.
    public boolean seesEveryCall() {
        return this == INTERPOSER || this == SIMULATOR || this == STRACE;
    }
}

package dev.vfr.recorder.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A format that can be imported.
public enum ImportFormat {
    QEMU_LOG("qemu-log", "a trace log of QEMU"),
    LIBVIRT_DOMAIN_LOG("libvirt-domain-log", "libvirt's log of a domain"),
    QEMU_STDERR("qemu-stderr", "messages of QEMU"),
    QMP("qmp", "a QMP transcript"),
    LIBVIRT_LOG("libvirt-log", "the log of libvirt's daemon"),
    VIRT_LAUNCHER("virt-launcher", "the log of KubeVirt's virt-launcher"),
    HMP("hmp", "text of QEMU's monitor"),
    DOMJOBINFO("domjobinfo", "the output of virsh domjobinfo"),
    QEMU_STREAM("qemu-stream", "a QEMU migration stream"),
    COMMAND_LINE("command-line", "a VMM's command line as a JSON array of texts"),
    STRACE("strace", "the text of strace"),
    FTRACE("ftrace", "the kernel's ftrace of probes in a VFIO driver"),
    JSONL("jsonl", "events as JSON lines"),
    KERNEL_LOG("kernel-log", "a log of the kernel (dmesg, journalctl -k)");

    private final String label;
    private final String description;

    ImportFormat(String label, String description) {
        this.label = label;
        this.description = description;
    }

    /// A file of this format is a trace of its own, which no other file joins. The others are captures of one
    /// process that are merged.
    public boolean isTraceOfItsOwn() {
        return this == STRACE || this == FTRACE || this == JSONL;
    }

    /// A file of this format may hold the lines of several processes, one after the other or mixed.
    boolean mayHoldSeveralProcesses() {
        return this == QEMU_LOG || this == QEMU_STDERR || this == LIBVIRT_DOMAIN_LOG || this == QMP;
    }

    /// What a file of this format is counted in.
    public String unit() {
        return this == QEMU_STREAM ? "elements" : "lines";
    }

    /// The name on the command line.
    public String label() {
        return label;
    }

    /// In words, for messages.
    public String description() {
        return description;
    }

    public static Optional<ImportFormat> ofLabel(String label) {
        return Arrays.stream(values())
                .filter(format -> format.label.equals(label))
                .findFirst();
    }

    /// All names, for messages and completion.
    public static List<String> labels() {
        return Arrays.stream(values()).map(ImportFormat::label).toList();
    }
}

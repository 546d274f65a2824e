package dev.vfr.recorder.capture;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A format that can be imported.
public enum ImportFormat {
    QEMU_LOG("qemu-log", "a trace log of QEMU"),
    QEMU_STDERR("qemu-stderr", "messages of QEMU"),
    QMP("qmp", "a QMP transcript"),
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
    boolean standsAlone() {
        return this == STRACE || this == FTRACE || this == JSONL;
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

package dev.vfr.recorder.capture.stream;

/// A section of the stream: one handler's share of it.
///
/// @param kind which part of the handler's state this section is
/// @param id the stream's number of the handler, unsigned 32 bit
/// @param name the handler's idstr, such as `ram` or `0000:00:02.0/vfio`; PART and END take it from their START
/// @param instance the handler's instance id
/// @param version the version of the handler's format
public record Section(Kind kind, long id, String name, long instance, long version) {

    /// QEMU_VM_SECTION_*, with its byte.
    public enum Kind {
        /// Set-up: the first section of a handler that sends its state in rounds.
        START(1),
        /// One round while the VM still runs.
        PART(2),
        /// What is left when the VM has stopped.
        END(3),
        /// The whole state of a handler that has no rounds.
        FULL(4);

        private final int value;

        Kind(int value) {
            this.value = value;
        }

        int value() {
            return value;
        }
    }

    /// The handler is a VFIO device, whose idstr is its path and `/vfio`, or only that where it has no path.
    public boolean isVfio() {
        return name.equals("vfio") || name.endsWith("/vfio");
    }

    boolean isRam() {
        return name.equals("ram");
    }

    /// Such as `section 38 (0000:00:02.0/vfio)`.
    String text() {
        return "section " + id + " (" + name + ")";
    }
}

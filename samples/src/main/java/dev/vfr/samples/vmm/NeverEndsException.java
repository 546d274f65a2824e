package dev.vfr.samples.vmm;

/// A migration that went on for an hour of its own time, and would go on: nobody would see the end of it.
public final class NeverEndsException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    NeverEndsException() {
        super(
                "the migration still goes on after an hour of its own time; let a client cancel it, or change what it"
                        + " cannot keep up with",
                null,
                false,
                false);
    }
}

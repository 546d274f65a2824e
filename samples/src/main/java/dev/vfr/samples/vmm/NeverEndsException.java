package dev.vfr.samples.vmm;

/// A migration that ran for an hour of its own time and would not end.
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

package dev.vfr.samples.vmm;

/// The source VMM cannot or shall not go on with a migration.
final class MigrationAborted extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean cancelled;
    private final boolean printed;

    private MigrationAborted(String message, boolean cancelled, boolean printed) {
        super(message, null, false, false);
        this.cancelled = cancelled;
        this.printed = printed;
    }

    /// @param text the migration's error, in QEMU's words
    static MigrationAborted failed(String text) {
        return new MigrationAborted(text, false, false);
    }

    /// @param text the migration's error, which was printed where it came up
    static MigrationAborted printed(String text) {
        return new MigrationAborted(text, false, true);
    }

    /// The client wants no migration any more.
    static MigrationAborted cancelled() {
        return new MigrationAborted("", true, true);
    }

    boolean isCancelled() {
        return cancelled;
    }

    boolean isPrinted() {
        return printed;
    }

    /// The migration's error, empty if there is none.
    String text() {
        String message = getMessage();
        return message == null ? "" : message;
    }
}

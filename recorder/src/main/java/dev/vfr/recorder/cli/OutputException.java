package dev.vfr.recorder.cli;

/// Standard output took no more. Unchecked, because it leaves through a [java.io.PrintWriter].
final class OutputException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean readerGone;

    /// @param readerGone the reader of our output has ended, as in `vfr events TRACE | head`; nothing is wrong then
    OutputException(String message, boolean readerGone) {
        super(message);
        this.readerGone = readerGone;
    }

    boolean isReaderGone() {
        return readerGone;
    }
}

package dev.vfr.recorder.cli;

import java.io.IOException;
import java.io.OutputStream;

/// Standard output that does not lose its failures on the way through a [java.io.PrintWriter], which drops every
/// [IOException]: they leave as unchecked exceptions and end the command.
final class StandardOutput extends OutputStream {

    private final OutputStream out;
    private boolean failed;

    StandardOutput(OutputStream out) {
        this.out = out;
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        if (failed) {
            return;
        }
        try {
            out.write(bytes, offset, length);
        } catch (IOException e) {
            failed = true;
            throw asUnchecked(e);
        }
    }

    @Override
    public void flush() {
        if (failed) {
            return;
        }
        try {
            out.flush();
        } catch (IOException e) {
            failed = true;
            throw asUnchecked(e);
        }
    }

    private static OutputException asUnchecked(IOException e) {
        String message = String.valueOf(e.getMessage());
        // The JDK has no exception of its own for EPIPE, only the text of strerror(3).
        return new OutputException("cannot write to standard output: " + message, message.contains("Broken pipe"));
    }
}

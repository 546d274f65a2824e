package dev.vfr.recorder.cli;

import dev.vfr.model.report.Figures;
import java.io.PrintWriter;
import java.util.function.LongSupplier;

/// One line on a terminal that shows how far a long work has come, drawn again and again, and taken away at the end.
final class ProgressLine implements AutoCloseable {

    private static final int WIDTH = 30;
    private static final long REDRAW_NS = 100_000_000;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final String what;
    private final LongSupplier clockNs;
    private final long startNs;
    private long drawnNs;
    private boolean drawn;

    /// @param clockNs the time in ns
    ProgressLine(PrintWriter terminal, String what, LongSupplier clockNs) {
        this.terminal = terminal;
        this.what = what;
        this.clockNs = clockNs;
        this.startNs = clockNs.getAsLong();
        this.drawnNs = startNs;
    }

    /// Short work shows nothing at all.
    ///
    /// @param done bytes done so far
    /// @param total bytes in all, 0 where it is not known
    void show(long done, long total) {
        long now = clockNs.getAsLong();
        if (now - drawnNs < REDRAW_NS) {
            return;
        }
        drawnNs = now;
        drawn = true;
        double rate = done / ((now - startNs) / 1e9);
        StringBuilder line = new StringBuilder(ERASE).append(what).append(' ');
        if (total > 0) {
            int filled = (int) Math.min(WIDTH, WIDTH * done / total);
            line.append('[').repeat('#', filled).repeat(' ', WIDTH - filled).append("] ");
            line.append(Math.min(100, 100 * done / total)).append(" % of ").append(Figures.bytes(total));
        } else {
            line.append(Figures.bytes(done));
        }
        line.append(", ").append(Figures.bytes((long) rate)).append("/s");
        terminal.print(line);
        terminal.flush();
    }

    @Override
    public void close() {
        if (drawn) {
            terminal.print(ERASE);
            terminal.flush();
        }
    }
}

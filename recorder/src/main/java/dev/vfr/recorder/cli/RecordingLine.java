package dev.vfr.recorder.cli;

import dev.vfr.model.report.Figures;
import dev.vfr.recorder.capture.interposer.RecordingProgress;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Supplier;

/// One line on a terminal that shows how a recording goes, drawn again and again, and taken away at the end.
///
/// It has a thread of its own: a terminal that takes nothing must not hold up what is recorded.
final class RecordingLine {

    private static final long REDRAW_MS = 250;
    private static final String ERASE = "\r\u001b[K";

    private final PrintWriter terminal;
    private final Supplier<RecordingProgress> progress;
    private final Thread thread =
            Thread.ofPlatform().daemon().name("vfr-status").unstarted(this::draw);

    private RecordingLine(PrintWriter terminal, Supplier<RecordingProgress> progress) {
        this.terminal = terminal;
        this.progress = progress;
    }

    static RecordingLine start(PrintWriter terminal, Supplier<RecordingProgress> progress) {
        RecordingLine line = new RecordingLine(terminal, progress);
        line.thread.start();
        return line;
    }

    private void draw() {
        RecordingProgress before = progress.get();
        try {
            while (true) {
                Thread.sleep(REDRAW_MS);
                RecordingProgress now = progress.get();
                terminal.print(ERASE + text(before, now));
                terminal.flush();
                before = now;
            }
        } catch (InterruptedException e) {
            terminal.print(ERASE);
            terminal.flush();
        }
    }

    /// @param before what it was [#REDRAW_MS] ago
    static String text(RecordingProgress before, RecordingProgress now) {
        StringBuilder line = new StringBuilder("recording");
        if (!now.device().isEmpty()) {
            line.append(' ').append(now.device());
        }
        if (!now.state().isEmpty()) {
            line.append(' ').append(now.state());
        }
        long rate = (now.bytes() - before.bytes()) * 1000 / REDRAW_MS;
        return line.append(": ")
                .append(Figures.bytes(now.bytes()))
                .append(", ")
                .append(Figures.bytes(rate))
                .append("/s, ")
                .append(String.format(Locale.ROOT, "%,d events, %,d lost", now.events(), now.lost()))
                .toString();
    }

    /// Takes the line away; waits a moment, but not for a terminal that takes nothing.
    void close() {
        thread.interrupt();
        try {
            thread.join(REDRAW_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.vfr.ui.app;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.recorder.cli.EnvironmentException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/// One run of the window or of the drawing, as asked for on the command line. Holds no JavaFX type.
///
/// @param at the event to begin with, -1 for the first of the migration
record Launch(List<Path> traces, int width, int height, long at, boolean dark) {

    Launch {
        traces = List.copyOf(traces);
    }

    /// Opens the window and returns when it was closed.
    void openWindow() throws EventSourceException, EnvironmentException {
        if (!traces.isEmpty()) {
            // A trace that cannot be read is said on the terminal, before any window is there.
            Traces.check(traces);
        }
        UiThread ui = UiThread.withDisplay();
        CountDownLatch closed = new CountDownLatch(1);
        ui.execute(() -> new ReplayWindow(ui, theme()).open(width, height, traces, at, closed::countDown));
        try {
            closed.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Draws the window into `file`.
    void draw(Path file) throws IOException, EventSourceException, EnvironmentException {
        Traces opened = Traces.open(traces);
        try {
            OpenTrace trace = OpenTrace.read(opened.title(), opened.joined(), _ -> {}, () -> true)
                    .orElseThrow();
            Judgement judgement = Judge.judge(opened);
            UiThread.headless();
            new Screenshot(width, height, trace.firstSeq(at, judgement), theme()).write(trace, judgement, file);
        } finally {
            opened.joined().close();
        }
    }

    private Theme theme() {
        return dark ? Theme.DARK : Theme.LIGHT;
    }
}

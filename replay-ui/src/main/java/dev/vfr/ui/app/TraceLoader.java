package dev.vfr.ui.app;

import dev.vfr.model.event.EventSourceException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.DoubleConsumer;

/// Opens and reads traces in the background. Only the last request counts: answers to earlier ones are dropped.
final class TraceLoader {

    private final Executor background;
    private final Executor ui;
    private final AtomicLong generation = new AtomicLong();

    TraceLoader(Executor background, Executor ui) {
        this.background = background;
        this.ui = ui;
    }

    /// Traces that are read and ready.
    record Loaded(Traces traces, OpenTrace trace) {
        void close() {
            Traces.closeQuietly(traces);
        }
    }

    /// Whatever is under way is not wanted any more.
    void cancel() {
        generation.incrementAndGet();
    }

    /// Loads traces. The consumers run on the application thread; `judged` comes after `loaded`.
    void load(
            List<Path> paths,
            DoubleConsumer progress,
            Consumer<Loaded> loaded,
            Consumer<String> failed,
            Consumer<Judgement> judged) {
        long mine = generation.incrementAndGet();
        background.execute(() -> {
            try {
                Traces traces = Traces.open(paths);
                Optional<OpenTrace> trace = OpenTrace.read(
                        traces.title(),
                        traces.joined(),
                        share -> answer(mine, () -> progress.accept(share)),
                        () -> generation.get() == mine);
                if (trace.isEmpty()) {
                    Traces.closeQuietly(traces);
                    return;
                }
                answer(mine, () -> loaded.accept(new Loaded(traces, trace.get())));
                Judgement judgement = Judge.judge(traces);
                answer(mine, () -> judged.accept(judgement));
            } catch (EventSourceException e) {
                answer(mine, () -> failed.accept(String.valueOf(e.getMessage())));
            } catch (OutOfMemoryError e) {
                answer(mine, () -> failed.accept("out of memory; give it more with VFR_JAVA_OPTS=-Xmx2g"));
            }
        });
    }

    private void answer(long mine, Runnable what) {
        ui.execute(() -> {
            if (generation.get() == mine) {
                what.run();
            }
        });
    }
}

package dev.vfr.ui.app;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.replay.Checkpoints;
import dev.vfr.model.replay.ReplaySession;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.ui.picture.PictureBuilder;
import dev.vfr.ui.picture.TracePicture;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/// A trace that is ready to be shown.
///
/// @param name for the window's title
/// @param session has read the whole trace once, so that every position is a short replay away
record OpenTrace(String name, EventSource source, TracePicture picture, ReplaySession session) {

    private static final int REPORT_EVERY = 1 << 16;

    /// Reads a source once for its clocks and once for its picture.
    ///
    /// @param progress told now and then which share, 0 to 1, is done
    /// @param wanted asked now and then whether to go on
    /// @return empty where it was not wanted any more
    static Optional<OpenTrace> read(String name, EventSource source, DoubleConsumer progress, BooleanSupplier wanted)
            throws EventSourceException {
        if (source.count() == 0) {
            throw new EventSourceException(name + ": the trace holds no events");
        }
        TraceClock clock = TraceClock.of(source);
        ReplaySession session = new ReplaySession(source, clock, new Checkpoints());
        PictureBuilder builder = new PictureBuilder(clock, source.count());
        Optional<MigrationEvent> event = session.step();
        while (event.isPresent()) {
            builder.add(event.get(), session.state());
            if (session.position() % REPORT_EVERY == 0) {
                progress.accept((double) session.position() / source.count());
                if (!wanted.getAsBoolean()) {
                    return Optional.empty();
                }
            }
            event = session.step();
        }
        return Optional.of(new OpenTrace(name, source, builder.build(), session));
    }

    /// The event to begin with: `wanted`, or where that is negative the first of the migration.
    long firstSeq(long wanted) {
        return wanted >= 0 ? wanted : picture.index().floorSeq(picture.focus().startNs());
    }
}

package dev.vfr.ui.app;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.replay.Checkpoints;
import dev.vfr.model.replay.ReplaySession;
import dev.vfr.model.replay.TraceClock;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.picture.PictureBuilder;
import dev.vfr.ui.picture.StateBand;
import dev.vfr.ui.picture.TracePicture;
import dev.vfr.ui.verdict.Verdict;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import java.util.function.DoubleConsumer;

/// A trace that is ready to be shown.
///
/// @param name for the window's title
/// @param session has read the whole trace once, so that every position is a short replay away
record OpenTrace(String name, EventSource source, TracePicture picture, ReplaySession session) {

    private static final int REPORT_EVERY = 1 << 16;
    private static final long STRETCHES_SEARCHED = 10_000;

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

    /// The event to begin with: `wanted`, or where that is negative the one that tells most at first sight.
    long firstSeq(long wanted, Judgement judgement) throws EventSourceException {
        if (wanted >= 0) {
            return wanted;
        }
        OptionalLong error = judgement.findings().stream()
                .filter(finding -> finding.severity() == FindingItem.Severity.ERROR)
                .map(FindingItem::seq)
                .flatMapToLong(OptionalLong::stream)
                .min();
        if (error.isEmpty() && judgement.verdict().tone() == Verdict.Tone.BAD) {
            return firstFailureSeq();
        }
        return error.isPresent() ? error.getAsLong() : switchoverSeq();
    }

    /// The first failure of the migration, else its switchover.
    private long firstFailureSeq() throws EventSourceException {
        long index = picture.failures().countBelow(migrationSeq());
        return index < picture.failures().size() ? picture.failures().get(index) : switchoverSeq();
    }

    /// The first event of the migration.
    long migrationSeq() throws EventSourceException {
        long before = picture.seqAt(source, picture.focus().startNs());
        return before == 0 ? 0 : Math.min(before + 1, picture.count() - 1);
    }

    /// The SET that took a device into STOP_COPY, else the first event of the migration.
    private long switchoverSeq() throws EventSourceException {
        for (DevicePicture device : picture.devices()) {
            StateBand states = device.states();
            for (long i = 0; i < Math.min(states.size(), STRETCHES_SEARCHED); i++) {
                StateBand.Stretch stretch = states.get(i, picture.whole().endNs());
                if (stretch.state()
                        .filter(state -> state == DeviceState.STOP_COPY)
                        .isPresent()) {
                    return stretch.seq();
                }
            }
        }
        return migrationSeq();
    }
}

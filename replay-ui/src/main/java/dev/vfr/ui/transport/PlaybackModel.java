package dev.vfr.ui.transport;

import dev.vfr.model.report.Figures;
import dev.vfr.ui.picture.Axis;
import dev.vfr.ui.session.Cursor;
import dev.vfr.ui.session.ReplayModel;
import java.util.List;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleBooleanProperty;
import javafx.beans.property.SimpleObjectProperty;

/// Plays the trace: moves the cursor along the axis as time goes by.
public final class PlaybackModel {

    /// Without times, playing at speed 1 shows so many events a second.
    private static final double EVENTS_PER_SECOND = 20;

    private static final double NS_PER_S = 1e9;

    private final ReplayModel replay;
    private final BooleanProperty playing = new SimpleBooleanProperty(false);
    private final ObjectProperty<Speed> speed = new SimpleObjectProperty<>(Speed.SPEEDS.get(Speed.NORMAL));
    private double playhead;
    private boolean moving;

    /// How much faster than it happened.
    ///
    /// @param factor above 0
    public record Speed(String label, double factor) {

        /// From slowest to fastest.
        public static final List<Speed> SPEEDS = List.of(
                new Speed("1/1000 ×", 0.001),
                new Speed("1/100 ×", 0.01),
                new Speed("1/10 ×", 0.1),
                new Speed("1 ×", 1),
                new Speed("10 ×", 10),
                new Speed("100 ×", 100));

        private static final int NORMAL = 3;

        @Override
        public String toString() {
            return label;
        }
    }

    public PlaybackModel(ReplayModel replay) {
        this.replay = replay;
        replay.cursor().subscribe(cursor -> {
            if (!moving) {
                playhead = cursor.position();
            }
        });
        playing.subscribe(now -> {
            if (now && replay.cursor().get().seq() == replay.lastSeq()) {
                replay.seekAndReveal(0);
            }
        });
    }

    ReplayModel replay() {
        return replay;
    }

    public BooleanProperty playing() {
        return playing;
    }

    public ObjectProperty<Speed> speed() {
        return speed;
    }

    public void toggle() {
        playing.set(!playing.get());
    }

    /// The next speed up, or down where `steps` is negative.
    public void faster(int steps) {
        int index = Speed.SPEEDS.indexOf(speed.get()) + steps;
        speed.set(Speed.SPEEDS.get(Math.clamp(index, 0, Speed.SPEEDS.size() - 1)));
    }

    /// Plays on after `elapsedNs` of real time.
    public void advance(long elapsedNs) {
        if (!playing.get()) {
            return;
        }
        double units = replay.picture().axis() == Axis.TIME ? 1 : EVENTS_PER_SECOND / NS_PER_S;
        playhead += elapsedNs * speed.get().factor() * units;
        moving = true;
        try {
            replay.seekPosition((long) playhead);
            replay.reveal();
        } finally {
            moving = false;
        }
        if (replay.cursor().get().seq() == replay.lastSeq()) {
            playing.set(false);
        }
    }

    /// Such as `event 1,234 of 9,876,543`.
    String place() {
        Cursor cursor = replay.cursor().get();
        return "event " + Figures.count(cursor.seq()) + " of "
                + Figures.count(replay.picture().count());
    }

    /// Time since the start of the trace.
    String time() {
        return replay.picture().axis() == Axis.TIME
                ? Figures.sinceStart(replay.cursor().get().position()
                        - replay.picture().whole().startNs())
                : "the trace has no times";
    }
}

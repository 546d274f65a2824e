package dev.vfr.ui.session;

import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.replay.Moment;
import dev.vfr.model.replay.ReplaySession;
import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.picture.LongColumn;
import dev.vfr.ui.picture.TracePicture;
import dev.vfr.ui.scale.TimeScale;
import dev.vfr.ui.scale.TimeScale.Range;
import java.util.List;
import java.util.Optional;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import javafx.beans.property.ReadOnlyObjectWrapper;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleObjectProperty;

/// The replay of one open trace. The cursor lives in its [ReplaySession]; panes follow [#cursor()].
///
/// Used by the JavaFX application thread alone.
public final class ReplayModel {

    private final EventSource source;
    private final TracePicture picture;
    private final ReplaySession session;
    private final ReadOnlyObjectWrapper<Cursor> cursor;
    private final ObjectProperty<Range> view;
    private final ObjectProperty<Optional<DevicePicture>> device;
    private final ReadOnlyStringWrapper problem = new ReadOnlyStringWrapper("");

    /// Opens the replay at event `seq`.
    ///
    /// @throws EventSourceException where the trace cannot be read
    public ReplayModel(EventSource source, TracePicture picture, ReplaySession session, long seq)
            throws EventSourceException {
        this.source = source;
        this.picture = picture;
        this.session = session;
        this.cursor = new ReadOnlyObjectWrapper<>(read(Math.clamp(seq, 0, picture.count() - 1)));
        this.view = new SimpleObjectProperty<>(
                picture.focus().revealing(cursor.get().position(), picture.whole()));
        this.device = new SimpleObjectProperty<>(picture.devices().stream().findFirst());
        followDevice();
    }

    public EventSource source() {
        return source;
    }

    public TracePicture picture() {
        return picture;
    }

    public ReadOnlyObjectProperty<Cursor> cursor() {
        return cursor.getReadOnlyProperty();
    }

    /// The stretch of the axis that the timeline and the chart show.
    public ObjectProperty<Range> view() {
        return view;
    }

    /// The device that the state graph, the chart and the inspector are about.
    public ObjectProperty<Optional<DevicePicture>> device() {
        return device;
    }

    /// Why the last move failed, empty where it did not.
    public ReadOnlyStringProperty problem() {
        return problem.getReadOnlyProperty();
    }

    /// The last event's number.
    public long lastSeq() {
        return picture.count() - 1;
    }

    /// Moves to an event; beyond the ends it moves to the end.
    public void seek(long seq) {
        long target = Math.clamp(seq, 0, lastSeq());
        if (target == cursor.get().seq()) {
            return;
        }
        try {
            cursor.set(read(target));
            problem.set("");
        } catch (EventSourceException e) {
            problem.set(e.getMessage());
            return;
        }
        followDevice();
    }

    /// Moves to an event and brings it into view.
    public void seekAndReveal(long seq) {
        seek(seq);
        reveal();
    }

    /// Moves to the last event at or before a position of the axis.
    public void seekPosition(long position) {
        seek(seqAt(position));
    }

    /// Brings the cursor into view.
    public void reveal() {
        view.set(view.get().revealing(cursor.get().position(), limits()));
    }

    /// Moves by some events, back where negative.
    public void step(long events) {
        seekAndReveal(cursor.get().seq() + events);
    }

    /// Moves to the next event that changed a device's state.
    public void nextStateChange() {
        next(picture.stateChanges());
    }

    public void previousStateChange() {
        previous(picture.stateChanges());
    }

    /// Moves to the next failed call, loss or printed error.
    public void nextFailure() {
        next(picture.failures());
    }

    public void previousFailure() {
        previous(picture.failures());
    }

    /// Shows another stretch of the axis around the anchor, `factor` times closer.
    public void zoom(double factor, long anchor) {
        Range now = view.get();
        view.set(new TimeScale(now.startNs(), now.endNs(), 0, 1).zoomed(factor, anchor, limits()));
    }

    /// Shows what lies to the right by a share of what is shown, to the left where negative.
    public void pan(double share) {
        Range now = view.get();
        long shift = Math.round(now.spanNs() * share);
        show(new Range(now.startNs() + shift, now.endNs() + shift));
    }

    /// Chooses the next device.
    public void nextDevice() {
        List<DevicePicture> devices = picture.devices();
        if (!devices.isEmpty()) {
            int index = device.get().map(devices::indexOf).orElse(-1);
            device.set(Optional.of(devices.get((index + 1) % devices.size())));
        }
    }

    public void show(Range range) {
        view.set(range.within(limits()));
    }

    public void showAll() {
        view.set(limits());
    }

    public void showFocus() {
        view.set(picture.focus());
    }

    /// What can be shown at most: the whole trace.
    public Range limits() {
        return picture.whole();
    }

    /// The last event at or before a position of the axis.
    public long seqAt(long position) {
        try {
            return picture.seqAt(source, position);
        } catch (EventSourceException e) {
            problem.set(e.getMessage());
            return Math.min(picture.index().floorSeq(position), lastSeq());
        }
    }

    /// Where an event stands on the axis, without moving the cursor.
    public long positionOf(long seq) {
        try (EventSource.EventReader reader = source.readFrom(Math.clamp(seq, 0, lastSeq()))) {
            MigrationEvent event = reader.next();
            return event == null ? picture.whole().endNs() : picture.positionOf(seq, event);
        } catch (EventSourceException e) {
            problem.set(e.getMessage());
            return picture.index().timeOf(seq);
        }
    }

    private void next(LongColumn seqs) {
        long index = seqs.countBelow(cursor.get().seq() + 1);
        if (index < seqs.size()) {
            seekAndReveal(seqs.get(index));
        }
    }

    private void previous(LongColumn seqs) {
        long index = seqs.countBelow(cursor.get().seq()) - 1;
        if (index >= 0) {
            seekAndReveal(seqs.get(index));
        }
    }

    private void followDevice() {
        int number = cursor.get().event().header().device();
        picture.device(number).ifPresent(found -> device.set(Optional.of(found)));
    }

    private Cursor read(long seq) throws EventSourceException {
        session.seek(seq + 1);
        Moment moment = session.moment().orElseThrow();
        long position = picture.positionOf(seq, moment.event());
        return new Cursor(seq, position, moment.event(), moment.after(), moment.anomalies());
    }
}

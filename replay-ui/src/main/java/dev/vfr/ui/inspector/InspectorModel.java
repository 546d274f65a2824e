package dev.vfr.ui.inspector;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.fold.Anomaly;
import dev.vfr.model.fold.DataTotals;
import dev.vfr.model.fold.DeviceTrack;
import dev.vfr.model.fold.Moved;
import dev.vfr.model.fold.StateKnowledge;
import dev.vfr.model.report.Figures;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.inspector.Field.Tone;
import dev.vfr.ui.picture.Axis;
import dev.vfr.ui.picture.DevicePicture;
import dev.vfr.ui.picture.ProcessPicture;
import dev.vfr.ui.session.Cursor;
import dev.vfr.ui.session.ReplayModel;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// What the inspector says at the cursor.
public final class InspectorModel {

    private final ReplayModel replay;

    public InspectorModel(ReplayModel replay) {
        this.replay = replay;
    }

    ReplayModel replay() {
        return replay;
    }

    String title() {
        return EventName.of(cursor().event());
    }

    /// Where and when, then all fields of the event.
    List<Field> event() {
        MigrationEvent event = cursor().event();
        EventHeader header = event.header();
        List<Field> fields = new ArrayList<>();
        fields.add(Field.of("event", "#" + Figures.count(cursor().seq())));
        if (replay.picture().axis() == Axis.TIME && header.hasTime()) {
            fields.add(Field.of("time", Figures.sinceStart(cursor().position())));
        }
        if (header.hasDuration()) {
            fields.add(Field.of("duration", Figures.time(header.durationNs())));
        }
        replay.picture()
                .process(header.process())
                .map(ProcessPicture::label)
                .ifPresent(label -> fields.add(Field.of("process", label + thread(header))));
        replay.picture()
                .device(header.device())
                .map(DevicePicture::name)
                .ifPresent(name -> fields.add(Field.of("device", name)));
        fields.addAll(EventFields.of(event));
        for (Anomaly anomaly : cursor().anomalies()) {
            fields.add(new Field("does not fit", anomaly.text(), Tone.BAD));
        }
        return fields;
    }

    /// What is known of the chosen device right after the event.
    List<Field> device() {
        return replay.device()
                .get()
                .flatMap(device -> cursor().state().device(device.number()))
                .map(InspectorModel::device)
                .orElse(List.of());
    }

    String deviceTitle() {
        return replay.device()
                .get()
                .map(device -> device.shortName() + " after this event")
                .orElse("");
    }

    Optional<String> clause() {
        return Clauses.of(cursor().event());
    }

    private Cursor cursor() {
        return replay.cursor().get();
    }

    private static String thread(EventHeader header) {
        return header.thread() == EventHeader.NONE ? "" : ", thread " + header.thread();
    }

    private static List<Field> device(DeviceTrack track) {
        List<Field> fields = new ArrayList<>();
        fields.add(state(track.state().now()));
        DataTotals totals = track.data().totals();
        moved(fields, "pre-copy", totals.preCopy());
        moved(fields, "stop-copy", totals.stopCopy());
        moved(fields, "loaded", totals.resumed());
        moved(fields, "unplaced", totals.unplaced());
        if (totals.enomsg() > 0) {
            fields.add(Field.of("ENOMSG", Figures.count(totals.enomsg()) + " times"));
        }
        return fields;
    }

    private static Field state(StateKnowledge known) {
        return switch (known) {
            case StateKnowledge.Observed o -> Field.of("state", name(o.state()));
            case StateKnowledge.Inferred i -> Field.of("state", name(i.state()) + ", inferred: " + i.reason());
            case StateKnowledge.Unknown u ->
                new Field(
                        "state",
                        "unknown"
                                + (u.possible().size() == DeviceState.values().length
                                        ? ""
                                        : ": "
                                                + u.possible().stream()
                                                        .sorted()
                                                        .map(DeviceState::name)
                                                        .collect(Collectors.joining(" or "))),
                        Tone.UNKNOWN);
        };
    }

    private static String name(Optional<DeviceState> state) {
        return state.map(DeviceState::name).orElse("unknown");
    }

    private static void moved(List<Field> fields, String name, Moved moved) {
        if (moved.chunks() > 0) {
            fields.add(Field.of(name, Figures.bytes(moved.bytes()) + " in " + Figures.count(moved.chunks())));
        }
    }
}

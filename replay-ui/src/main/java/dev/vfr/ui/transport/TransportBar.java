package dev.vfr.ui.transport;

import dev.vfr.ui.session.ReplayModel;
import dev.vfr.ui.transport.PlaybackModel.Speed;
import javafx.animation.AnimationTimer;
import javafx.css.PseudoClass;
import javafx.geometry.Pos;
import javafx.scene.control.Button;
import javafx.scene.control.ChoiceBox;
import javafx.scene.control.Label;
import javafx.scene.control.Separator;
import javafx.scene.control.Tooltip;
import javafx.scene.layout.HBox;
import javafx.scene.layout.Priority;
import javafx.scene.layout.Region;

/// Buttons that move the cursor, and where it is.
public final class TransportBar extends HBox {

    private static final PseudoClass PLAYING = PseudoClass.getPseudoClass("playing");

    private final PlaybackModel model;
    private final Label time = new Label();
    private final Label place = new Label();
    private final Label problem = new Label();

    public TransportBar(PlaybackModel model) {
        this.model = model;
        ReplayModel replay = model.replay();
        getStyleClass().add("transport");
        setAlignment(Pos.CENTER_LEFT);
        Button play = button("play", "play or pause (Space)", model::toggle);
        model.playing().subscribe(now -> play.pseudoClassStateChanged(PLAYING, now));
        ChoiceBox<Speed> speed = new ChoiceBox<>();
        speed.getItems().setAll(Speed.SPEEDS);
        speed.valueProperty().bindBidirectional(model.speed());
        speed.setTooltip(new Tooltip("speed ([ and ])"));
        speed.setFocusTraversable(false);
        Region gap = new Region();
        HBox.setHgrow(gap, Priority.ALWAYS);
        time.getStyleClass().add("clock");
        place.getStyleClass().add("place");
        problem.getStyleClass().add("problem");
        problem.textProperty().bind(replay.problem());
        getChildren()
                .addAll(
                        button("first", "first event (Home)", () -> replay.seekAndReveal(0)),
                        button("previous-failure", "previous failure (Shift+F)", replay::previousFailure),
                        button("previous-state", "previous state change (Shift+←)", replay::previousStateChange),
                        button("back", "one event back (←)", () -> replay.step(-1)),
                        play,
                        button("step", "one event on (→)", () -> replay.step(1)),
                        button("next-state", "next state change (Shift+→)", replay::nextStateChange),
                        button("next-failure", "next failure (F)", replay::nextFailure),
                        button("last", "last event (End)", () -> replay.seekAndReveal(replay.lastSeq())),
                        new Separator(javafx.geometry.Orientation.VERTICAL),
                        speed,
                        time,
                        place,
                        gap,
                        problem);
        replay.cursor().subscribe(_ -> show());
        new Player().start();
    }

    private void show() {
        time.setText(model.time());
        place.setText(model.place());
    }

    private static Button button(String name, String help, Runnable action) {
        Region icon = new Region();
        icon.getStyleClass().addAll("icon", "icon-" + name);
        Button button = new Button();
        button.setGraphic(icon);
        button.getStyleClass().addAll("transport-button", "flat");
        button.setTooltip(new Tooltip(help));
        button.setAccessibleText(help);
        button.setFocusTraversable(false);
        button.setOnAction(_ -> action.run());
        return button;
    }

    /// Passes real time on to the playback while the bar is shown.
    private final class Player extends AnimationTimer {
        private long lastNs = -1;

        @Override
        public void handle(long now) {
            if (getScene() == null) {
                stop();
                return;
            }
            if (lastNs >= 0) {
                model.advance(now - lastNs);
            }
            lastNs = now;
        }
    }
}

package dev.vfr.ui.app;

import dev.vfr.ui.session.ReplayModel;
import java.util.List;
import java.util.Optional;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;

/// What the keyboard does on a replay page, and the list of it for the help.
final class Keys {

    private static final double ZOOM = 1.5;
    private static final double PAN = 0.15;
    private static final int PAGE = 100;

    private final ReplayPage page;
    private final ReplayModel replay;

    Keys(ReplayPage page) {
        this.page = page;
        this.replay = page.replay();
    }

    /// One line of the help.
    record Help(String keys, String action) {}

    static List<Help> help() {
        return List.of(
                new Help("Space", "play, pause"),
                new Help("←  →", "one event back, on"),
                new Help("Page Up  Page Down", "100 events back, on"),
                new Help("Shift+←  Shift+→", "previous, next state change"),
                new Help("Shift+F  F or N", "previous, next failure"),
                new Help("Home  End", "first, last event"),
                new Help("[  ]", "play slower, faster"),
                new Help("+  −", "zoom in, out at the cursor"),
                new Help("Ctrl+←  Ctrl+→", "move the view"),
                new Help("M", "show the migration"),
                new Help("0", "show the whole trace"),
                new Help("C", "bring the cursor into view"),
                new Help("D", "next device"),
                new Help("L", "logarithmic bytes"),
                new Help("Ctrl+F", "filter the events; Esc leaves the filter"),
                new Help("Ctrl+O", "open traces"),
                new Help("T", "light, dark"),
                new Help("F1 or ?", "this list"));
    }

    /// Does what the key asks for.
    ///
    /// @return whether the key means something here
    boolean handle(KeyEvent event) {
        Optional<Runnable> action = event.isShortcutDown()
                ? withControl(event.getCode())
                : event.isShiftDown() ? withShift(event) : plain(event.getCode());
        action.or(() -> typed(event.getText())).ifPresent(Runnable::run);
        return action.isPresent() || typed(event.getText()).isPresent();
    }

    private Optional<Runnable> plain(KeyCode code) {
        return Optional.ofNullable(
                switch (code) {
                    case SPACE -> page.playback()::toggle;
                    case LEFT -> () -> replay.step(-1);
                    case RIGHT -> () -> replay.step(1);
                    case PAGE_UP -> () -> replay.step(-PAGE);
                    case PAGE_DOWN -> () -> replay.step(PAGE);
                    case HOME -> () -> replay.seekAndReveal(0);
                    case END -> () -> replay.seekAndReveal(replay.lastSeq());
                    case F, N -> replay::nextFailure;
                    case M -> replay::showFocus;
                    case C -> replay::reveal;
                    case D -> replay::nextDevice;
                    case L ->
                        () -> page.chart()
                                .logarithmic()
                                .set(!page.chart().logarithmic().get());
                    case DIGIT0, NUMPAD0 -> replay::showAll;
                    case ADD -> () -> zoom(ZOOM);
                    case SUBTRACT, MINUS -> () -> zoom(1 / ZOOM);
                    default -> null;
                });
    }

    private Optional<Runnable> withShift(KeyEvent event) {
        return Optional.ofNullable(
                switch (event.getCode()) {
                    case LEFT -> replay::previousStateChange;
                    case RIGHT -> replay::nextStateChange;
                    case F, N -> replay::previousFailure;
                    default -> null;
                });
    }

    private Optional<Runnable> withControl(KeyCode code) {
        return Optional.ofNullable(
                switch (code) {
                    case LEFT -> () -> replay.pan(-PAN);
                    case RIGHT -> () -> replay.pan(PAN);
                    case F -> page.events()::focusFilter;
                    default -> null;
                });
    }

    /// Keys that lie elsewhere on other keyboards go by what they type.
    private Optional<Runnable> typed(String text) {
        return Optional.ofNullable(
                switch (text) {
                    case "+", "=" -> () -> zoom(ZOOM);
                    case "[", "<" -> () -> page.playback().faster(-1);
                    case "]", ">" -> () -> page.playback().faster(1);
                    default -> null;
                });
    }

    private void zoom(double factor) {
        long position = replay.cursor().get().position();
        boolean inView = replay.view().get().contains(position);
        long middle = replay.view().get().startNs() + replay.view().get().spanNs() / 2;
        replay.zoom(factor, inView ? position : middle);
    }
}

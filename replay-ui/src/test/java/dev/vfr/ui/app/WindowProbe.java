package dev.vfr.ui.app;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import javafx.application.Platform;
import javafx.scene.Scene;
import javafx.scene.control.Label;
import javafx.scene.image.PixelReader;
import javafx.scene.image.WritableImage;
import javafx.scene.input.KeyCode;
import javafx.scene.robot.Robot;
import javafx.stage.Window;

/// Opens the window as the command does, looks at the screen and presses a key. The last line it prints is `ok`.
final class WindowProbe {

    private static final int WIDTH = 1200;
    private static final int HEIGHT = 750;
    private static final int PRE_COPY = 0x0072B2;
    private static final int STOP_COPY = 0xE69F00;
    private static final long PATIENCE_MS = 40_000;
    private static final long PAUSE_MS = 50;

    private WindowProbe() {}

    public static void main(String[] arguments) throws Exception {
        Launch launch = new Launch(List.of(Path.of(arguments[0])), WIDTH, HEIGHT, 0, false);
        Thread window = new Thread(() -> open(launch), "window");
        window.setDaemon(true);
        window.start();
        String before = awaitPlace(place -> place.startsWith("event 0 "));
        if (before.isEmpty()) {
            end("the window does not show its first event");
        }
        if (!await(WindowProbe::isDrawn)) {
            end("the screen does not show the states of the migration");
        }
        onUiThread(() -> {
            Window.getWindows().getFirst().requestFocus();
            Robot robot = new Robot();
            robot.keyPress(KeyCode.RIGHT);
            robot.keyRelease(KeyCode.RIGHT);
            return null;
        });
        String after = awaitPlace(place -> place.startsWith("event 1 "));
        end(after.isEmpty() ? "the key did not move the cursor" : "ok");
    }

    private static void open(Launch launch) {
        try {
            launch.openWindow();
        } catch (Exception e) {
            end("no window: " + e);
        }
    }

    private static void end(String word) {
        System.out.println(word);
        Runtime.getRuntime().halt(word.equals("ok") ? 0 : 1);
    }

    /// Where the window says that the cursor is, once it is as wanted; empty if it never is.
    private static String awaitPlace(Predicate<String> wanted) throws Exception {
        return await(() -> wanted.test(place())) ? place() : "";
    }

    private static String place() {
        if (Window.getWindows().isEmpty()) {
            return "";
        }
        Scene scene = Window.getWindows().getFirst().getScene();
        return scene.lookup(".place") instanceof Label label ? label.getText() : "";
    }

    /// What the X server has on its screen, not what JavaFX meant to draw.
    private static boolean isDrawn() {
        WritableImage screen = new Robot().getScreenCapture(null, 0, 0, WIDTH, HEIGHT);
        PixelReader pixels = screen.getPixelReader();
        int preCopy = 0;
        int stopCopy = 0;
        for (int y = 0; y < HEIGHT; y++) {
            for (int x = 0; x < WIDTH; x++) {
                int colour = pixels.getArgb(x, y) & 0xffffff;
                preCopy += colour == PRE_COPY ? 1 : 0;
                stopCopy += colour == STOP_COPY ? 1 : 0;
            }
        }
        return preCopy > 100 && stopCopy > 100;
    }

    private static boolean await(Callable<Boolean> condition) throws Exception {
        long deadline = System.nanoTime() + PATIENCE_MS * 1_000_000;
        while (System.nanoTime() < deadline) {
            if (isStarted() && onUiThread(condition)) {
                return true;
            }
            Thread.sleep(PAUSE_MS);
        }
        return false;
    }

    private static boolean isStarted() {
        try {
            Platform.runLater(() -> {});
            return true;
        } catch (IllegalStateException notYet) {
            return false;
        }
    }

    private static <T> T onUiThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        return task.get();
    }
}

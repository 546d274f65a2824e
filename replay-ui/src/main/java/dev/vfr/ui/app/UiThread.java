package dev.vfr.ui.app;

import dev.vfr.recorder.cli.EnvironmentException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import javafx.application.Platform;

/// The JavaFX application thread: the one place that starts it, passes work to it and ends it.
final class UiThread implements Executor {

    @Override
    public void execute(Runnable work) {
        Platform.runLater(work);
    }

    /// Starts JavaFX for a window on a display.
    ///
    /// @throws EnvironmentException where there is no display, with how to get a picture without one
    static UiThread withDisplay() throws EnvironmentException {
        boolean unix = !System.getProperty("os.name", "").matches("(?i)(windows|mac).*");
        if (unix && isUnset(System.getenv("DISPLAY"))) {
            throw noDisplay("DISPLAY is not set", null);
        }
        try {
            return started();
        } catch (UnsupportedOperationException | UnsatisfiedLinkError e) {
            throw noDisplay(String.valueOf(e.getMessage()), e);
        }
    }

    /// Starts JavaFX without any display, drawing in software.
    static UiThread headless() throws EnvironmentException {
        System.setProperty("glass.platform", "Headless");
        System.setProperty("prism.order", "sw");
        try {
            return started();
        } catch (UnsupportedOperationException | UnsatisfiedLinkError e) {
            throw new EnvironmentException("JavaFX cannot draw here: " + e.getMessage(), e);
        }
    }

    private static UiThread started() {
        CountDownLatch ready = new CountDownLatch(1);
        Platform.startup(ready::countDown);
        try {
            ready.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return new UiThread();
    }

    private static boolean isUnset(@org.jspecify.annotations.Nullable String value) {
        return value == null || value.isBlank();
    }

    private static EnvironmentException noDisplay(String why, @org.jspecify.annotations.Nullable Throwable cause) {
        String message = "no display for the window (" + why
                + "); draw a picture without one: vfr ui TRACE --screenshot FILE.png";
        return cause == null ? new EnvironmentException(message) : new EnvironmentException(message, cause);
    }
}

package dev.vfr.ui.app;

import dev.vfr.recorder.cli.EnvironmentException;

/// JavaFX without a display, started once for all tests: it cannot be started twice.
final class Headless {

    private static boolean started;

    private Headless() {}

    static synchronized void start() throws EnvironmentException {
        if (!started) {
            UiThread.headless();
            started = true;
        }
    }
}

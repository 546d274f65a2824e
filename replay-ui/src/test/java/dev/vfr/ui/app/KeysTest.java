package dev.vfr.ui.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.ui.testing.Recording;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import javafx.application.Platform;
import javafx.scene.input.KeyCode;
import javafx.scene.input.KeyEvent;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the keys do on a replay page, without a display.
class KeysTest {

    private static final int EIO = 5;
    private static final long PRE_COPY_SET = 4;
    private static final long STOP_COPY_SET = 8;
    private static final long STOP_SET = 11;
    private static final long REFUSED_SET = 13;

    private ReplayPage page;
    private Keys keys;

    @BeforeAll
    static void startWithoutDisplay() throws Exception {
        Headless.start();
    }

    @BeforeEach
    void open() throws Exception {
        Recording recording = Recording.ofMigration().set(130_000, 1, DeviceState.RUNNING, CallResult.of(EIO));
        OpenTrace trace =
                OpenTrace.read("test", recording.events(), _ -> {}, () -> true).orElseThrow();
        page = onUiThread(() -> new ReplayPage(trace, PRE_COPY_SET, Runnable::run, Runnable::run));
        keys = new Keys(page);
    }

    @Test
    void arrowsStepOneEventOnAndBack() throws Exception {
        assertEquals(PRE_COPY_SET + 1, press(KeyCode.RIGHT, false));
        assertEquals(PRE_COPY_SET + 2, press(KeyCode.RIGHT, false));
        assertEquals(PRE_COPY_SET + 1, press(KeyCode.LEFT, false));
    }

    @Test
    void steppingStopsAtTheEnds() throws Exception {
        assertEquals(0, press(KeyCode.HOME, false));
        assertEquals(0, press(KeyCode.LEFT, false));
        assertEquals(REFUSED_SET, press(KeyCode.END, false));
        assertEquals(REFUSED_SET, press(KeyCode.RIGHT, false));
    }

    @Test
    void shiftedArrowsGoFromStateChangeToStateChange() throws Exception {
        assertEquals(STOP_COPY_SET, press(KeyCode.RIGHT, true));
        assertEquals(STOP_SET, press(KeyCode.RIGHT, true));
        assertEquals(STOP_COPY_SET, press(KeyCode.LEFT, true));
        assertEquals(PRE_COPY_SET, press(KeyCode.LEFT, true));
    }

    @Test
    void theNextFailureIsTheRefusedSetAndNotAnEmptyRead() throws Exception {
        assertEquals(REFUSED_SET, press(KeyCode.F, false));
        assertEquals(REFUSED_SET, press(KeyCode.N, false), "there is no other");
    }

    @Test
    void spacePlaysAndPauses() throws Exception {
        press(KeyCode.SPACE, false);
        assertTrue(page.playback().playing().get());
        onUiThread(() -> {
            page.playback().advance(150_000_000);
            return null;
        });
        assertEquals(PRE_COPY_SET + 1, page.replay().cursor().get().seq());
        press(KeyCode.SPACE, false);
        assertFalse(page.playback().playing().get());
        onUiThread(() -> {
            page.playback().advance(1_000_000_000);
            return null;
        });
        assertEquals(PRE_COPY_SET + 1, page.replay().cursor().get().seq());
    }

    @Test
    void aKeyWithoutMeaningIsLeftToOthers() throws Exception {
        assertFalse(onUiThread(() -> keys.handle(event(KeyCode.Y, false))));
    }

    private long press(KeyCode code, boolean shift) throws Exception {
        return onUiThread(() -> {
            assertTrue(keys.handle(event(code, shift)), code + " means something");
            return page.replay().cursor().get().seq();
        });
    }

    private static KeyEvent event(KeyCode code, boolean shift) {
        return new KeyEvent(KeyEvent.KEY_PRESSED, "", "", code, shift, false, false, false);
    }

    private static <T> T onUiThread(Callable<T> work) throws Exception {
        FutureTask<T> task = new FutureTask<>(work);
        Platform.runLater(task);
        return task.get();
    }
}

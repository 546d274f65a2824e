package dev.vfr.ui.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import dev.vfr.ui.findings.FindingItem;
import dev.vfr.ui.picture.TracePicture;
import dev.vfr.ui.session.ReplayModel;
import dev.vfr.ui.testing.DamagedTrace;
import dev.vfr.ui.testing.Recording;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The window opens a trace of which the events 5 to 7 cannot be read.
class DamagedTraceTest {

    private static final int FIRST = 5;
    private static final int END = 8;

    private final List<MigrationEvent> whole = Recording.ofMigration().events().toList();

    @TempDir
    private Path folder;

    @SuppressWarnings("NullAway.Init")
    private Traces traces;

    @SuppressWarnings("NullAway.Init")
    private OpenTrace trace;

    @BeforeEach
    void open() throws Exception {
        traces = Traces.open(List.of(DamagedTrace.write(folder, whole, FIRST, END)));
        trace = OpenTrace.read(traces.title(), traces.joined(), _ -> {}, () -> true)
                .orElseThrow();
    }

    @AfterEach
    void close() {
        Traces.closeQuietly(traces);
    }

    @Test
    void the_gap_is_drawn_between_the_events_around_it() {
        assertEquals(whole.size(), trace.picture().count());
        List<TracePicture.Loss> losses = trace.picture().losses();
        assertEquals(1, losses.size());
        assertEquals(FIRST, losses.getFirst().seq());
        assertEquals(timeOf(FIRST - 1), losses.getFirst().fromNs());
        assertEquals(timeOf(END), losses.getFirst().toNs());
    }

    private long timeOf(int event) {
        return trace.picture().clock().startNs(whole.get(event).header());
    }

    @Test
    void a_finding_leads_to_the_gap() throws Exception {
        FindingItem gap = Judge.judge(traces).findings().stream()
                .filter(finding -> finding.rule().equals("trace-incomplete"))
                .findFirst()
                .orElseThrow();
        assertEquals(OptionalLong.of(FIRST), gap.seq());
    }

    @Test
    void every_number_can_be_gone_to() throws Exception {
        ReplayModel replay = new ReplayModel(trace.source(), trace.picture(), trace.session(), 0);
        for (int seq = 0; seq < whole.size(); seq++) {
            replay.seek(seq);
            assertEquals("", replay.problem().get());
            MigrationEvent shown = replay.cursor().get().event();
            if (seq < FIRST || seq >= END) {
                assertEquals(whole.get(seq), shown);
            } else {
                assertTrue(shown instanceof EventsLost, () -> "it is " + shown);
            }
        }
        for (int seq = whole.size() - 1; seq > 0; seq--) {
            replay.step(-1);
            assertEquals(seq - 1, replay.cursor().get().seq());
        }
    }

    @Test
    void the_window_is_drawn() throws Exception {
        Headless.start();
        Path file = folder.resolve("window.png");
        new Screenshot(1000, 700, FIRST + 1, Theme.LIGHT).write(trace, Judge.judge(traces), file);
        assertNotEquals(0, Files.size(file));
        assertEquals(1000, ImageIO.read(file.toFile()).getWidth());
    }
}

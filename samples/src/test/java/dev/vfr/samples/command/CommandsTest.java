package dev.vfr.samples.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.recorder.cli.Vfr;
import dev.vfr.samples.scenario.Scenarios;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CommandsTest {

    @TempDir
    private Path folder;

    private record Ran(int status, String out, String err) {}

    private static Ran vfr(String... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Vfr.run(new PrintWriter(out), new PrintWriter(err), args);
        return new Ran(status, out.toString(), err.toString());
    }

    private String trace(String name) {
        return folder.resolve(name).toString();
    }

    @Test
    void theListHasOneScenarioALineWithItsNameFirst() {
        Ran ran = vfr("simulate", "--list");
        List<String> lines = ran.out().lines().toList();
        assertEquals(0, ran.status());
        assertEquals(Scenarios.all().size(), lines.size());
        for (int i = 0; i < lines.size(); i++) {
            assertTrue(lines.get(i).startsWith(Scenarios.all().get(i).name() + " "), lines.get(i));
        }
    }

    @Test
    void theRehearsalThatTheBuildRunsKnowsEveryCommandLineItUses() {
        assertEquals(new Ran(0, "", ""), vfr("rehearse", folder.toString()));
        Ran again = vfr("rehearse", folder.toString());
        assertEquals(4, again.status(), "its trace is there already");
        assertTrue(again.err().startsWith("vfr: vfr simulate precopy-completes"), again.err());
    }

    @Test
    void aFailureThatBelongsToTheScenarioIsNoFailureOfTheCommand() {
        Ran ran = vfr("simulate", "destination-refuses", "-o", trace("refused.vfr"));
        assertEquals(new Ran(0, trace("refused.vfr") + System.lineSeparator(), ""), ran);
    }

    @Test
    void equalArgumentsGiveTheSameBytesWhateverTheTraceIsCalled() {
        vfr("simulate", "two-devices", "--seed", "5", "-o", trace("a.vfr"));
        vfr("simulate", "two-devices", "--seed", "5", "-o", trace("b.vfr"));
        vfr("simulate", "two-devices", "--seed", "6", "-o", trace("c.vfr"));
        String first = events("a.vfr");
        assertEquals(first, events("b.vfr"));
        assertFalse(first.equals(events("c.vfr")), "another seed gives other events");
    }

    private String events(String name) {
        Ran ran = vfr("events", "--format", "jsonl", trace(name));
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.out().lines().count() > 100);
        return ran.out();
    }

    @Test
    void anExistingTraceIsNeverOverwritten() {
        vfr("simulate", "no-precopy", "-o", trace("once.vfr"));
        Ran ran = vfr("simulate", "no-precopy", "-o", trace("once.vfr"));
        assertEquals(3, ran.status());
        assertEquals("", ran.out());
        assertEquals(1, ran.err().lines().count(), ran.err());
    }

    @Test
    void anUnknownScenarioIsWrongUsage() {
        Ran ran = vfr("simulate", "no-such-thing", "-o", trace("x.vfr"));
        assertEquals(2, ran.status());
        assertTrue(ran.err().startsWith("vfr: no scenario 'no-such-thing'"), ran.err());
        assertEquals(2, vfr("simulate").status());
    }

    @Test
    void theDemoReportsOnACompletedMigration() {
        Ran ran = vfr("demo", "-o", trace("demo.vfr"));
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.out().contains("The migration completed: the device stood still for"), ran.out());
    }

    @Test
    void aWindowIsOpenedWhereXOrWaylandHasADisplay() {
        assertTrue(DemoCommand.hasDisplay(Map.of("DISPLAY", ":0")));
        assertTrue(DemoCommand.hasDisplay(Map.of("WAYLAND_DISPLAY", "wayland-0")));
        assertFalse(DemoCommand.hasDisplay(Map.of("DISPLAY", "")));
        assertFalse(DemoCommand.hasDisplay(Map.of()));
    }
}

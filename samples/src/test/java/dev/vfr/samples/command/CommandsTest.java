package dev.vfr.samples.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.recorder.cli.Vfr;
import dev.vfr.samples.scenario.Scenarios;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    void theStreamOfASimulationIsAMigrationFile() {
        String file = folder.resolve("mig.bin").toString();
        assertEquals(
                0,
                vfr("simulate", "no-precopy", "-o", trace("with.vfr"), "--stream", file)
                        .status());
        assertEquals(
                0, vfr("simulate", "no-precopy", "-o", trace("without.vfr")).status());
        assertEquals(
                vfr("events", trace("without.vfr"), "--format", "jsonl"),
                vfr("events", trace("with.vfr"), "--format", "jsonl"));
        Ran imported = vfr("import", file, "-o", trace("imported.vfr"));
        assertEquals(0, imported.status(), imported.err());
        Ran records = vfr("events", trace("imported.vfr"), "--where", "event == data-read", "--format", "jsonl");
        assertTrue(records.out().lines().count() > 10, records.out() + records.err());
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
        Ran nearly = vfr("simulate", "slow-laod");
        assertTrue(nearly.err().contains("did you mean 'slow-load'?"), nearly.err());
        assertEquals(2, vfr("simulate").status());
    }

    @Test
    void aValueCanBeSetByAShortNameOrAPath() {
        Ran ran = vfr(
                "simulate",
                "precopy-completes",
                "--set",
                "bandwidth=200MiB/s",
                "--set",
                "devices.0.source.faults=[read-fails: {from-offset: 1 MiB, errno: EBUSY}]",
                "-o",
                trace("set.vfr"));
        assertEquals(new Ran(0, trace("set.vfr") + System.lineSeparator(), ""), ran, "another outcome is no failure");
        String events = vfr("events", "--format", "jsonl", trace("set.vfr")).out();
        assertTrue(events.contains("EBUSY"), events);
        assertTrue(events.contains("Changed: bandwidth=200MiB/s, devices.0.source.faults=[read-fails"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '#', textBlock = """
            bandwith=1            # --set bandwith=1: no key 'bandwith'; expected 'bandwidth'
            bandwidth             # --set bandwidth: expected KEY=VALUE
            bandwidth=fast        # --set bandwidth=fast: expected a rate such as 1100 MiB/s, found 'fast'
            network.lateny=1 ms   # --set network.lateny=1 ms: expected 'latency', found the key 'lateny'
            devices.1.profile=net # --set devices.1.profile=net: expected a position from 0 to 0, found '1'
            devices.0.profile=hisi-ac # --set devices.0.profile=hisi-ac: no driver 'hisi-ac'; expected 'hisi-acc' or 'hisi-acc-idle'
            expect.outcome=FAILED # --set expect.outcome=FAILED: nothing is expected of a changed scenario
            """)
    void whatCannotBeSetIsWrongUsage(String setting, String told) {
        Ran ran = vfr("simulate", "precopy-completes", "--set", setting, "-o", trace("no.vfr"));
        assertEquals(2, ran.status(), ran.err());
        assertEquals("vfr: " + told, ran.err().lines().findFirst().orElseThrow());
    }

    @Test
    void anExplainedScenarioIsAFileThatCanBeChangedAndSimulated() throws IOException {
        Ran explained = vfr("simulate", "precopy-completes", "--explain");
        assertEquals(0, explained.status());
        Path mine = folder.resolve("mine.yaml");
        Files.writeString(mine, explained.out().replace("outcome: COMPLETED", "outcome: FAILED"));
        Ran ran = vfr("simulate", mine.toString(), "-o", trace("mine.vfr"));
        assertEquals(
                new Ran(
                        0,
                        trace("mine.vfr") + System.lineSeparator(),
                        "vfr: mine ended COMPLETED, not FAILED as its file expects" + System.lineSeparator()),
                ran);
        Files.writeString(mine, "description: x\ndevises: []\n");
        Ran wrong = vfr("simulate", mine.toString());
        assertEquals(3, wrong.status());
        assertEquals(
                "vfr: " + mine + ":2:10: expected 'devices', found the key 'devises'" + System.lineSeparator(),
                wrong.err());
        assertEquals(3, vfr("simulate", "./no-such.yaml").status());
    }

    @Test
    void aMigrationThatNeverEndsIsToldAndItsTraceIsKept() {
        String trace = trace("slow.vfr");
        Ran ran = vfr("simulate", "precopy-completes", "--set", "bandwidth=2MiB/s", "-o", trace);
        assertEquals(2, ran.status());
        assertTrue(
                ran.err()
                        .startsWith("vfr: the migration still goes on after an hour of its own time;"
                                + " let a client cancel it"),
                ran.err());
        assertEquals(
                0, vfr("events", trace, "--where", "event == device-opened").status());
    }

    @Test
    void whatWaitsIsListedAndCounted() {
        Ran ran = vfr("simulate", "--list", "--waiting");
        long waiting = Scenarios.all().stream()
                .mapToLong(scenario ->
                        scenario.expectation().orElseThrow().waiting().size())
                .sum();
        assertEquals(0, ran.status());
        assertEquals(waiting + 1, ran.out().lines().count());
        assertTrue(ran.out().endsWith(waiting + " waiting" + System.lineSeparator()), ran.out());
    }

    @Test
    void theDemoReportsOnACompletedMigration() {
        Ran ran = vfr("demo", "-o", trace("demo.vfr"));
        assertEquals(0, ran.status(), ran.err());
        assertTrue(ran.out().contains("COMPLETED"), ran.out());
    }

    @Test
    void aWindowIsOpenedWhereXOrWaylandHasADisplay() {
        assertTrue(DemoCommand.hasDisplay(Map.of("DISPLAY", ":0")));
        assertTrue(DemoCommand.hasDisplay(Map.of("WAYLAND_DISPLAY", "wayland-0")));
        assertFalse(DemoCommand.hasDisplay(Map.of("DISPLAY", "")));
        assertFalse(DemoCommand.hasDisplay(Map.of()));
    }
}

package dev.vfr.recorder.capture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.CommandRefused;
import dev.vfr.model.event.VmmEvent.ErrorLinePrinted;
import dev.vfr.model.event.VmmEvent.MigrationBlocked;
import dev.vfr.model.event.VmmEvent.MigrationCapabilitiesShown;
import dev.vfr.model.event.VmmEvent.MigrationParametersShown;
import dev.vfr.model.event.VmmEvent.MigrationProgressQueried;
import dev.vfr.model.event.VmmEvent.MigrationQueried;
import dev.vfr.model.report.Report;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What QEMU answers about a migration: figures, settings, reasons, refusals, each an event of its own.
final class QmpAnswersTest {

    private static final Path FIELD = Captures.resource("/field/13-python-repr-query-migrate");

    @TempDir
    private Path folder;

    @Test
    void howFarAMigrationIsIsReadFromEachAnswer() throws Exception {
        List<MigrationEvent> events = Captures.events(FIELD.resolve("returns.json"));
        List<MigrationProgressQueried> progress = all(events, MigrationProgressQueried.class);
        assertEquals(2, progress.size());
        MigrationProgressQueried first = progress.getFirst();
        assertEquals(OptionalLong.of(286_334_976), first.ramTotalBytes());
        assertEquals(OptionalLong.of(285_523_968), first.ramRemainingBytes());
        assertEquals(OptionalLong.of(329_760), first.bitsPerSecond());
        assertEquals(OptionalLong.of(0), first.dirtyPagesPerSecond());
        assertEquals(OptionalLong.of(4_096), first.pageSizeBytes());
        assertEquals(OptionalLong.of(1), first.dirtySyncs());
        assertEquals(OptionalLong.empty(), first.cpuThrottlePercent());
        MigrationQueried asked = all(events, MigrationQueried.class).getFirst();
        assertEquals(OptionalLong.of(4_000), asked.expectedDowntimeMs());
        assertEquals(OptionalLong.of(64_000), asked.ramTransferredBytes());
        assertEquals(asked.header().seq() + 1, first.header().seq());
    }

    @Test
    void anAnswerWithoutItsMessageIsOneToo() throws Exception {
        List<MigrationEvent> events = Captures.events(FIELD.resolve("bare-json.json"));
        assertEquals(
                OptionalLong.of(168_550_400),
                only(events, MigrationProgressQueried.class).ramRemainingBytes());
        assertEquals("active", only(events, MigrationQueried.class).status().orElseThrow());
    }

    @Test
    void throttlesAreReadWhereQemuShowsThem() throws Exception {
        List<MigrationEvent> events = imported("""
                {"return": {"status": "active", "cpu-throttle-percentage": 99, "dirty-limit-throttle-time-per-round": 12, "dirty-limit-ring-full-time": 7}}
                {"return": {"status": "setup"}}
                """);
        MigrationProgressQueried progress = only(events, MigrationProgressQueried.class);
        assertEquals(OptionalLong.of(99), progress.cpuThrottlePercent());
        assertEquals(OptionalLong.of(12), progress.dirtyLimitThrottleUs());
        assertEquals(OptionalLong.of(7), progress.dirtyLimitRingFullUs());
        assertEquals(OptionalLong.empty(), progress.ramTotalBytes());
    }

    @Test
    void parametersAreThoseThatAClientSetsAndThatQemuAnswers() throws Exception {
        List<MigrationEvent> events = imported("""
                {"execute": "migrate-set-parameters", "arguments": {"max-bandwidth": 22500, "downtime-limit": 4000, "mode": "normal", "cpr-exec-command": ["a"]}}
                {"return": {}}
                {"execute": "query-migrate-parameters"}
                {"return": {"max-bandwidth": 22500, "downtime-limit": 4000, "avail-switchover-bandwidth": 0, "multifd-channels": 2, "zero-page-detection": "multifd", "direct-io": false}}
                {"execute": "query-migrate-parameters"}
                {"return": {"max-bandwidth": 22500, "downtime-limit": 4000, "avail-switchover-bandwidth": 0, "multifd-channels": 2, "zero-page-detection": "multifd", "direct-io": false}}
                {"return": {"max-bandwidth": 1, "downtime-limit": 300}}
                """);
        List<MigrationParametersShown> shown = all(events, MigrationParametersShown.class);
        assertEquals(
                List.of(false, true, true),
                shown.stream().map(MigrationParametersShown::answered).toList());
        assertEquals(OptionalLong.of(22_500), shown.getFirst().number("max-bandwidth"));
        assertEquals(Optional.of("normal"), shown.getFirst().value("mode"));
        assertEquals(Optional.empty(), shown.getFirst().value("cpr-exec-command"));
        assertEquals(OptionalLong.of(0), shown.get(1).number("avail-switchover-bandwidth"));
        assertEquals(Optional.of("multifd"), shown.get(1).value("zero-page-detection"));
        assertEquals(OptionalLong.empty(), shown.get(1).number("zero-page-detection"));
        assertEquals(Optional.of("false"), shown.get(1).value("direct-io"));
        assertEquals(OptionalLong.of(300), shown.get(2).number("downtime-limit"));
    }

    @Test
    void capabilitiesAreThoseThatAClientSetsAndThatQemuAnswers() throws Exception {
        List<MigrationEvent> events = imported("""
                {"execute": "migrate-set-capabilities", "arguments": {"capabilities": [{"capability": "switchover-ack", "state": true}, {"state": false, "capability": "multifd"}]}}
                {"return": {}}
                {"return": [{"state": true, "capability": "return-path"}, {"state": false, "capability": "xbzrle"}]}
                {"return": [{"state": true, "capability": "return-path"}, {"state": false, "capability": "xbzrle"}]}
                """);
        List<MigrationCapabilitiesShown> shown = all(events, MigrationCapabilitiesShown.class);
        assertEquals(2, shown.size());
        assertEquals(List.of("switchover-ack"), shown.getFirst().on());
        assertEquals(List.of("multifd"), shown.getFirst().off());
        assertFalse(shown.getFirst().answered());
        assertEquals(List.of("return-path"), shown.getLast().on());
        assertEquals(List.of("xbzrle"), shown.getLast().off());
        assertTrue(shown.getLast().answered());
    }

    @Test
    void whatBlocksAMigrationIsNoErrorLine() throws Exception {
        List<MigrationEvent> events = imported("""
                {"return": {"blocked": true, "blocked-reasons": ["0000:b1:00.2: VFIO migration is not supported in kernel"]}}
                {"return": {"blocked": true, "blocked-reasons": ["0000:b1:00.2: VFIO migration is not supported in kernel"]}}
                {"return": {"blocked": false, "status": "none"}}
                """);
        List<MigrationBlocked> blocked = all(events, MigrationBlocked.class);
        assertEquals(2, blocked.size());
        assertEquals(
                List.of("0000:b1:00.2: VFIO migration is not supported in kernel"),
                blocked.getFirst().reasons());
        assertEquals(List.of(), blocked.getLast().reasons());
        assertEquals(List.of(), all(events, ErrorLinePrinted.class));
    }

    @Test
    void aRefusalNamesTheCommandAndIsNoErrorLine() throws Exception {
        List<MigrationEvent> events = imported("""
                {"execute": "migrate", "arguments": {"uri": "tcp:192.0.2.15:4444"}}
                {"id": "libvirt-401", "error": {"class": "GenericError", "desc": "0000:03:00.0: VFIO migration is not supported in kernel"}}
                {"execute": "device_add", "id": 1, "arguments": {"driver": "vfio-pci"}}
                {"execute": "qom-get", "id": 2, "arguments": {}}
                {"error": {"class": "GenericError", "desc": "no such device"}, "id": 2}
                {"error": {"class": "GenericError", "desc": "vfio: error opening"}, "id": 1}
                {"error": {"class": "GenericError", "desc": "of a command that is not shown"}, "id": 77}
                """);
        List<CommandRefused> refused = all(events, CommandRefused.class);
        assertEquals(
                List.of(Optional.of("migrate"), Optional.of("device_add"), Optional.empty()),
                refused.stream().map(CommandRefused::command).toList());
        assertEquals(
                "0000:03:00.0: VFIO migration is not supported in kernel",
                refused.getFirst().text());
        assertEquals(List.of(), all(events, ErrorLinePrinted.class));
    }

    @Test
    void aRefusalOfAnotherCommandFailsNoMigration() throws Exception {
        String transcript = """
                {"execute": "migrate", "id": 1, "arguments": {"uri": "tcp:192.0.2.15:4444"}}
                {"return": {}, "id": 1}
                {"timestamp": {"seconds": 1796085930, "microseconds": 1}, "event": "MIGRATION", "data": {"status": "setup"}}
                {"timestamp": {"seconds": 1796085930, "microseconds": 9}, "event": "MIGRATION", "data": {"status": "active"}}
                {"execute": "qom-get", "id": 2, "arguments": {}}
                {"error": {"class": "GenericError", "desc": "load of migration failed: Input/output error"}, "id": 2}
                {"timestamp": {"seconds": 1796085931, "microseconds": 1}, "event": "MIGRATION", "data": {"status": "completed"}}
                """;
        InMemoryEvents events = new InMemoryEvents();
        imported(transcript).forEach(events::append);
        assertTrue(Analysis.of(List.of(new TraceInput("src", events))).migrations().stream()
                .allMatch(migration -> migration.outcome() != Report.Outcome.FAILED));
        assertEquals(List.of(), all(events.toList(), CommandRefused.class));
    }

    private List<MigrationEvent> imported(String transcript) throws Exception {
        return Captures.events(write("src.qmp", transcript));
    }

    private Path write(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static <T extends MigrationEvent> T only(List<MigrationEvent> events, Class<T> type) {
        List<T> all = all(events, type);
        assertEquals(1, all.size(), all::toString);
        return all.getFirst();
    }

    private static <T extends MigrationEvent> List<T> all(List<MigrationEvent> events, Class<T> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }
}

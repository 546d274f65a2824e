package dev.vfr.model.qemu;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.qemu.QemuMessage.Responsible;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Walks the table: each row is said by an example in each of its wordings, and what reports and captures say has its
/// row.
final class QemuMessagesTest {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");
    private static final int SUMMARY_WORDS = 12;
    private static final int NEXT_STEP_WORDS = 25;

    @TestFactory
    Stream<DynamicTest> exampleHasItsRow() {
        return Example.all()
                .map(example -> DynamicTest.dynamicTest(example.line(), () -> {
                    Match match = QemuMessages.match(example.line()).orElseThrow();
                    assertEquals(example.id(), match.row().id());
                    if (!example.release().equals("-")) {
                        assertTrue(match.wording().releases().contains(example.release()), match.wording()::toString);
                    }
                    assertTrue(QemuMessages.all(example.line()).stream()
                            .anyMatch(any -> any.row().equals(match.row())));
                }));
    }

    @Test
    void everyWordingHasAnExampleOfItsFirstRelease() {
        Set<Wording> said = new HashSet<>();
        Example.all()
                .forEach(example -> QemuMessages.match(example.line())
                        .filter(match -> example.release().equals("-")
                                || match.wording().releases().since().equals(example.release()))
                        .ifPresent(match -> said.add(match.wording())));
        List<String> unsaid = QemuMessages.rows().stream()
                .flatMap(row -> row.wordings().stream()
                        .filter(wording -> !said.contains(wording))
                        .map(wording -> row.id() + ": " + wording))
                .toList();
        assertEquals(List.of(), unsaid);
    }

    @TestFactory
    Stream<DynamicTest> rowIsComplete() {
        return QemuMessages.rows().stream()
                .map(row -> DynamicTest.dynamicTest(
                        row.id(),
                        () -> assertAll(
                                () -> assertTrue(ID.matcher(row.id()).matches()),
                                () -> assertTrue(words(row.summary()) <= SUMMARY_WORDS, row.summary()),
                                () -> assertFalse(
                                        row.summary().isEmpty() || row.summary().endsWith(".")),
                                () -> assertTrue(words(row.nextStep()) <= NEXT_STEP_WORDS, row.nextStep()),
                                () -> assertTrue(row.nextStep().endsWith("."), row.nextStep()),
                                () -> assertFalse(row.source().isEmpty()),
                                () -> assertFalse(row.wordings().isEmpty()),
                                () -> assertEquals(List.of(), unfilled(row)),
                                () -> assertTrue(
                                        row.responsible() == Responsible.UNDECIDED
                                                || row.candidates().isEmpty(),
                                        "decided, and yet with candidates"),
                                () -> assertTrue(
                                        row.role() != Role.CAUSE
                                                || row.responsible() != Responsible.UNDECIDED
                                                || row.candidates().size() >= 2,
                                        "undecided, and between whom is not said"))));
    }

    @Test
    void idsAreUnique() {
        List<String> ids =
                QemuMessages.rows().stream().map(QemuMessage::id).sorted().toList();
        assertEquals(ids.stream().distinct().toList(), ids);
    }

    @TestFactory
    Stream<DynamicTest> whatWasHeardIsClassified() {
        return Example.lines("heard.txt")
                .map(text -> text.split(" \\| ", 2))
                .map(parts -> DynamicTest.dynamicTest(parts[1], () -> {
                    QemuMessage row = QemuMessages.match(parts[1]).orElseThrow().row();
                    assertEquals(parts[0], row.role() + " " + row.side() + " " + row.responsible() + " " + row.id());
                }));
    }

    @TestFactory
    Stream<DynamicTest> silentLineHasNoRow() {
        return Example.lines("silent.txt")
                .map(line -> DynamicTest.dynamicTest(
                        line,
                        () -> assertEquals(
                                List.of(),
                                QemuMessages.match(line).stream()
                                        .map(match -> match.row().id())
                                        .toList())));
    }

    @Test
    void valuesFillTheHeadline() {
        Match match = QemuMessages.match("2026-11-20T10:14:41Z qemu-kvm: 0000:3b:00.2: Failed setting device state to "
                        + "RUNNING_P2P. Recover state is ERROR. Resetting device: Input/output error")
                .orElseThrow();
        assertEquals("0000:3b:00.2", match.device().orElseThrow());
        assertEquals("Input/output error", match.errno().orElseThrow());
        assertEquals("0000:3b:00.2 refused state RUNNING_P2P: Input/output error", match.summary());
    }

    @Test
    void valueEndsWhereTheNextSentenceBegins() {
        Match written = QemuMessages.match("job 'migration out' failed: Unable to write to socket: Connection reset by "
                        + "peer. Message from the destination host: nothing")
                .orElseThrow();
        assertEquals("Connection reset by peer", written.errno().orElseThrow());
        Match sized = QemuMessages.match("qemu-kvm: Size mismatch: pc.ram: 0x4000000 != 0x2000000: Invalid argument")
                .orElseThrow();
        assertEquals("memory pc.ram is 0x4000000 at the source and 0x2000000 here", sized.summary());
        Match quoted = QemuMessages.match(
                        "{\"desc\": \"Unknown ramblock \\\"0000:00:05.0/vga.vram\\\", cannot accept migration\"}")
                .orElseThrow();
        assertEquals("0000:00:05.0/vga.vram", quoted.value("block").orElseThrow());
    }

    @Test
    void programIsNoDevice() {
        Match match = QemuMessages.match("qemu-system-x86_64: Received INIT_DATA_SENT but switchover ack is not used")
                .orElseThrow();
        assertTrue(match.device().isEmpty());
    }

    @Test
    void deviceMayBeASocket() {
        Match match = QemuMessages.match("qemu-kvm: vfio-user:/run/vfu.sock: Failed to get DMA logging report, iova: t")
                .orElseThrow();
        assertEquals("vfio-user:/run/vfu.sock", match.device().orElseThrow());
    }

    @Test
    void whatAWarningSaysHasNotFailed() {
        assertEquals(
                Role.WARNING,
                QemuMessages.match("qemu-kvm: warning: 0000:3b:00.2: Failed to start DMA logging: Invalid argument")
                        .orElseThrow()
                        .row()
                        .role());
    }

    @Test
    void bothSidesOfOneLineAreFound() {
        String line = "error: operation failed: migration failed. Message from the source host: operation failed: job "
                + "'migration out' failed: Sibling indicated error 1. Message from the destination host: operation "
                + "failed: job 'migration in' failed: load of migration failed: Bad address";
        List<Match> all = QemuMessages.all(line);
        assertEquals(
                List.of("sibling-failed", "load-failed-bad-address"),
                all.stream().map(match -> match.row().id()).toList());
        assertEquals(
                List.of(Side.SOURCE, Side.DESTINATION),
                all.stream().map(match -> match.row().side()).toList());
    }

    @Test
    void releasesAreOrderedByNumber() {
        Releases releases = new Releases("8.2", Optional.of("10.0"));
        assertTrue(releases.contains("9.1"));
        assertTrue(releases.contains("10.0.13"));
        assertFalse(releases.contains("8.1"));
        assertFalse(releases.contains("10.1"));
    }

    /// The names of a headline or next step that no wording gives.
    private static List<String> unfilled(QemuMessage row) {
        return Pattern.compile("\\{(\\w+)}")
                .matcher(row.summary() + row.nextStep())
                .results()
                .map(name -> name.group(1))
                .filter(name -> !(name.equals("device") || name.equals("errno") || name.equals("section"))
                        && row.wordings().stream()
                                .anyMatch(wording -> !wording.toString().contains("{" + name + "}")))
                .toList();
    }

    private static int words(String text) {
        return text.split("\\s+").length;
    }
}

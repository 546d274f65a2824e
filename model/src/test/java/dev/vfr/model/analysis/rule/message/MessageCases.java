package dev.vfr.model.analysis.rule.message;

import static dev.vfr.model.analysis.rule.RuleCase.guilty;
import static dev.vfr.model.analysis.rule.RuleCase.innocent;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.failed;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.failing;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.loading;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.refusing;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.sending;
import static dev.vfr.model.analysis.rule.vmm.TwoSides.source;

import dev.vfr.model.analysis.rule.RuleCase;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.qemu.Example;
import dev.vfr.model.qemu.QemuMessage;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.qemu.QemuMessage.Side;
import dev.vfr.model.qemu.QemuMessages;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What the rules on messages find, made of the example lines of the table: each of them in a migration that failed,
/// and
/// where it is no more than a warning or comes after another reason.
public final class MessageCases {

    private static final String UNKNOWN = "no reason that the table has";

    /// Reasons that may come before any message: no row is both.
    private static final List<String> EARLIER_CAUSES = List.of(
            "0000:01:00.1: Failed to get DMA logging report, iova: 0x0, size: 0x1000, err: -5 (Input/output error)",
            UNKNOWN);

    private static final List<String> EARLIER_BLOCKERS = List.of(
            "Migration is currently not supported with vIOMMU enabled",
            "VFIO migration is not supported with background snapshot");

    private MessageCases() {}

    public static List<RuleCase> cases() {
        List<RuleCase> cases = new ArrayList<>();
        Example.all()
                .collect(Collectors.toMap(Example::id, example -> example, (first, later) -> first))
                .forEach((id, example) -> {
                    QemuMessage row = row(example);
                    if (row.role() != Role.WARNING) {
                        cases.add(guilty(id, "the message", trace(row, example.line())));
                        cases.addAll(innocents(row, example.line()));
                    }
                });
        return cases;
    }

    /// The cases of messages that the table does not have.
    public static List<RuleCase> unknown() {
        return List.of(
                guilty("vmm-message", "a message that the table does not have", failing(UNKNOWN)),
                innocent("vmm-message", "the same as a warning", failing("warning: " + UNKNOWN)),
                innocent(
                        "vmm-message",
                        "after a message that the table has",
                        twice(EARLIER_CAUSES.getFirst(), UNKNOWN)));
    }

    static QemuMessage row(Example example) {
        return QemuMessages.rows().stream()
                .filter(row -> row.id().equals(example.id()))
                .findFirst()
                .orElseThrow();
    }

    /// The message where it explains that a migration did not complete.
    static TraceScript trace(QemuMessage row, String line) {
        if (row.role() == Role.BLOCKER) {
            return refusing(line);
        }
        return row.side() == Side.DESTINATION ? failed(line) : failing(line);
    }

    private static List<RuleCase> innocents(QemuMessage row, String line) {
        if (row.role() == Role.BLOCKER) {
            return List.of(innocent(
                    row.id(),
                    "another blocker is answered first",
                    source().command("migrate")
                            .answeredError(other(EARLIER_BLOCKERS, row))
                            .answeredError(line)
                            .closed()));
        }
        TraceScript begun = row.side() == Side.DESTINATION ? loading() : sending();
        return List.of(
                innocent(row.id(), "the same as a warning", trace(row, "warning: " + line)),
                innocent(
                        row.id(),
                        "another reason comes first",
                        begun.errorLine(other(EARLIER_CAUSES, row))
                                .errorLine(line)
                                .status("failed")
                                .closed()));
    }

    private static TraceScript twice(String first, String then) {
        return sending().errorLine(first).errorLine(then).status("failed").closed();
    }

    private static String other(List<String> lines, QemuMessage than) {
        return lines.stream()
                .filter(line -> QemuMessages.all(line).stream()
                        .noneMatch(match -> match.row().equals(than)))
                .findFirst()
                .orElseThrow();
    }

    /// The examples of rows that explain a failure.
    static Stream<Example> telling() {
        return Example.all().filter(example -> row(example).role() != Role.WARNING);
    }
}

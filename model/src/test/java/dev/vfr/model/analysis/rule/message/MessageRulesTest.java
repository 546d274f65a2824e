package dev.vfr.model.analysis.rule.message;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.qemu.QemuMessage;
import dev.vfr.model.qemu.QemuMessage.Role;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Diagnosis.At;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// A migration of which no more is known than what its VMM said of the failure: that is its diagnosis.
class MessageRulesTest {

    @TestFactory
    Stream<DynamicTest> theMessageIsTheCause() {
        return MessageCases.telling()
                .map(example -> DynamicTest.dynamicTest(example.line(), () -> {
                    QemuMessage row = MessageCases.row(example);
                    TraceScript trace = MessageCases.trace(row, example.line());
                    Report report = Analysis.of(List.of(new TraceInput("trace", trace.events())));
                    Report.MigrationSummary migration = report.migrations().getFirst();
                    Diagnosis diagnosis = migration.diagnosis().orElseThrow();

                    assertEquals(
                            row.role() == Role.BLOCKER ? Report.Outcome.BLOCKED : Report.Outcome.FAILED,
                            migration.outcome());
                    assertEquals(Optional.of(row.id()), diagnosis.cause());
                    Responsible responsible =
                            Responsible.valueOf(row.responsible().name());
                    // That no message is about the connection decides who is responsible for a device's saving.
                    assertEquals(
                            row.id().equals("device-save-failed") ? Responsible.DRIVER : responsible,
                            diagnosis.responsible());
                    assertEquals(at(row, responsible), diagnosis.at());
                    assertEquals(
                            Optional.of(example.line().strip()),
                            diagnosis.failed().message());
                }));
    }

    private static At at(QemuMessage row, Responsible responsible) {
        boolean atSource = row.side() != QemuMessage.Side.DESTINATION || row.role() == Role.BLOCKER;
        // What follows from a failure that no trace shows need not be at the side that reports it.
        if (responsible == Responsible.NETWORK || (row.role() == Role.CONSEQUENCE && atSource)) {
            return At.BETWEEN;
        }
        return row.role() != Role.BLOCKER && row.side() == QemuMessage.Side.DESTINATION ? At.DESTINATION : At.SOURCE;
    }
}

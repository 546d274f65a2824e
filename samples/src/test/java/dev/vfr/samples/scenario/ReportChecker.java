package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.networknt.schema.InputFormat;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import dev.vfr.recorder.report.ReportJson;
import dev.vfr.recorder.report.ReportText;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;

/// What holds of the report on any traces whatever, be they such as nobody could have recorded:
///
/// - there is a report, as text and as JSON that fits its schema;
/// - bytes, chunks, reads that ended with ENOMSG, losses and spans of time are never negative;
/// - no interval ends before it begins;
/// - a finding names a trace of the report, and an event that this trace has, by its number or by its place;
/// - a trace whose numbers have holes is not called intact.
final class ReportChecker {

    private static final Schema SCHEMA = schema();

    private final String where;
    private List<String> names = List.of();

    ReportChecker(String where) {
        this.where = where;
    }

    private static Schema schema() {
        try (InputStream in = ReportJson.class.getResourceAsStream("report-schema.json")) {
            return SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12)
                    .getSchema(Objects.requireNonNull(in));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Report check(List<List<MigrationEvent>> traces) throws EventSourceException {
        List<TraceInput> inputs = new ArrayList<>();
        for (List<MigrationEvent> events : traces) {
            inputs.add(new TraceInput("trace" + inputs.size(), new ListedEvents(events)));
        }
        Report report = Analysis.of(inputs);
        assertEquals(traces.size(), report.traces().size(), where);
        for (int i = 0; i < traces.size(); i++) {
            trace(report.traces().get(i), traces.get(i));
        }
        names = report.traces().stream().map(Report.TraceSummary::name).toList();
        report.migrations().forEach(this::migration);
        report.devices().forEach(this::device);
        report.findings().forEach(finding -> finding(finding, traces));
        assertFalse(ReportText.of(report, false, true).isEmpty(), where);
        assertEquals(List.of(), SCHEMA.validate(ReportJson.toJson(report), InputFormat.JSON), where);
        return report;
    }

    private void trace(Report.TraceSummary trace, List<MigrationEvent> events) {
        assertEquals(events.size(), trace.events(), where);
        assertTrue(trace.lost() >= 0, where + ": " + trace);
        notNegative(trace.durationNs(), trace);
        boolean numbered = true;
        for (int i = 0; i < events.size(); i++) {
            numbered &= events.get(i).header().seq() == i;
        }
        assertTrue(numbered || !trace.intact(), where + ": called intact with a hole");
    }

    private void migration(Report.MigrationSummary migration) {
        assertFalse(migration.verdict().headline().isBlank(), where);
        assertTrue(
                migration.outcome() == Report.Outcome.COMPLETED
                        || migration.diagnosis().isPresent(),
                where + ": " + migration);
        migration.diagnosis().ifPresent(this::diagnosis);
        migration.downtimeNs().ifPresent(interval -> ordered(interval, migration));
        migration.clockOffsetNs().ifPresent(interval -> ordered(interval, migration));
        notNegative(migration.sourceStoppedNs(), migration);
        notNegative(migration.captureCostNs(), migration);
        migration.downtimePhases().forEach(phase -> assertTrue(phase.ns() >= 0, where + ": " + phase));
    }

    /// What it rests on is in the traces, and it is decided who has to act, or between whom.
    private void diagnosis(Diagnosis diagnosis) {
        diagnosis.evidence().forEach(event -> assertTrue(names.contains(event.trace()), where + ": " + diagnosis));
        diagnosis
                .contradictedBy()
                .forEach(each -> assertTrue(names.contains(each.event().trace()), where + ": " + each));
        assertTrue(
                diagnosis.responsible() == Responsible.UNDECIDED
                        || diagnosis.undecided().isEmpty(),
                where + ": " + diagnosis);
    }

    private void ordered(Interval interval, Object of) {
        assertTrue(interval.min() <= interval.max(), where + ": " + of);
    }

    private void device(Report.DeviceSummary device) {
        for (Report.Amounts amounts : List.of(device.bytes(), device.chunks())) {
            notNegative(amounts.preCopy(), device);
            notNegative(amounts.stopCopy(), device);
            notNegative(amounts.resumed(), device);
        }
        notNegative(device.enomsg(), device);
        device.path().forEach(entry -> notNegative(entry.ns(), device));
    }

    private void notNegative(OptionalLong value, Object of) {
        assertTrue(value.orElse(0) >= 0, where + ": " + of);
    }

    private void finding(Finding finding, List<List<MigrationEvent>> traces) {
        Optional<String> trace = finding.trace();
        if (trace.isEmpty()) {
            assertTrue(finding.seq().isEmpty(), where + ": " + finding);
            return;
        }
        int index = names.indexOf(trace.get());
        assertTrue(index >= 0, where + ": " + finding);
        if (finding.seq().isPresent()) {
            long seq = finding.seq().getAsLong();
            assertTrue(
                    (seq >= 0 && seq < traces.get(index).size())
                            || traces.get(index).stream()
                                    .anyMatch(event -> event.header().seq() == seq),
                    where + ": no such event: " + finding);
        }
    }

    /// The rules by which something is called an error.
    static Set<String> accusations(Report report) {
        return report.findings().stream()
                .filter(finding -> finding.severity() == Finding.Severity.ERROR)
                .map(Finding::rule)
                .collect(Collectors.toSet());
    }
}

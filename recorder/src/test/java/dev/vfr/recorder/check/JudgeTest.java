package dev.vfr.recorder.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.MigrationEstimates;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Verdict;
import dev.vfr.recorder.check.Judgement.Result;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class JudgeTest {

    private static Report.DeviceSummary device(Report.Role role, OptionalLong stopCopy, boolean complete) {
        Report.Amounts amounts = new Report.Amounts(OptionalLong.of(10), stopCopy, OptionalLong.of(1 << 20), complete);
        OptionalLong none = OptionalLong.empty();
        return new Report.DeviceSummary(
                "mt0",
                "t",
                "qemu",
                role,
                Optional.empty(),
                List.of(),
                List.of(),
                amounts,
                amounts,
                none,
                new Report.Estimates(none, none, none, none, none, none, Optional.empty()));
    }

    private static Judgement judged(String budget, Report.DeviceSummary... devices) {
        Report report = new Report(List.of(), List.of(), List.of(devices), List.of());
        return Judge.of(report, List.of(Budget.parse(budget))).getFirst();
    }

    @Test
    void theDevicesAtTheSourceAreSummedAndTheOthersAreNot() {
        Report.DeviceSummary[] devices = {
            device(Report.Role.SOURCE, OptionalLong.of(5), true),
            device(Report.Role.BOTH, OptionalLong.of(5), true),
            device(Report.Role.DESTINATION, OptionalLong.of(5), true)
        };
        assertEquals(Result.WITHIN, judged("bytes=30B", devices).result());
        assertEquals(Result.EXCEEDED, judged("bytes=29B", devices).result());
        assertEquals(Result.EXCEEDED, judged("stop-copy=9B", devices).result());
    }

    @Test
    void aLowerBoundIsOverABudgetOrUnjudged() {
        Report.DeviceSummary device = device(Report.Role.SOURCE, OptionalLong.of(5), false);
        assertEquals(Result.UNJUDGED, judged("bytes=15B", device).result());
        assertEquals(Result.EXCEEDED, judged("bytes=14B", device).result());
        Report.DeviceSummary unknown = device(Report.Role.SOURCE, OptionalLong.empty(), true);
        Report.DeviceSummary known = device(Report.Role.SOURCE, OptionalLong.of(5), true);
        assertEquals(Result.UNJUDGED, judged("stop-copy=1GiB", unknown, known).result());
    }

    @Test
    void aDowntimeOfWhichOnlyTheLeastIsProvenIsOverItsBudgetOrUnjudged() {
        assertEquals(Result.EXCEEDED, judgedAtLeast(606, "downtime=300ms").result());
        assertEquals(
                "downtime at least 606 ms, at most 300 ms: exceeded",
                judgedAtLeast(606, "downtime=300ms").told());
        assertEquals(Result.UNJUDGED, judgedAtLeast(606, "downtime=700ms").result());
    }

    private static Judgement judgedAtLeast(long ms, String budget) {
        OptionalLong none = OptionalLong.empty();
        DowntimeAnatomy anatomy = new DowntimeAnatomy(
                OptionalLong.of(ms * 1_000_000), "Nothing bounds it.", List.of(), List.of(), "", List.of());
        Report.MigrationSummary migration = new Report.MigrationSummary(
                Report.Kind.VFIO,
                Report.Outcome.COMPLETED,
                new Verdict("COMPLETED.", List.of()),
                Optional.empty(),
                Optional.empty(),
                none,
                none,
                none,
                List.of(),
                Optional.empty(),
                Optional.empty(),
                none,
                Optional.of(anatomy),
                Optional.empty(),
                List.of(),
                MigrationEstimates.NONE,
                Optional.empty(),
                Optional.empty());
        Report report = new Report(List.of(), List.of(migration), List.of(), List.of());
        return Judge.of(report, List.of(Budget.parse(budget))).getFirst();
    }

    @Test
    void withoutAMigrationThereIsNoDowntimeToPass() {
        assertEquals(Result.UNJUDGED, judged("downtime=1min").result());
        assertEquals(Result.UNJUDGED, judged("stop-copy=1min").result());
        assertEquals(Result.UNJUDGED, judged("bytes=1TiB").result());
        assertEquals(Result.WITHIN, judged("findings=0").result());
    }
}

package dev.vfr.model.analysis;

import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.RUNNING_P2P;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Each rule finds what it is for, and stays silent on the nearest trace that is in order.
class RulesTest {

    private static final int EIO = 5;
    private static final int ENODEV = 19;
    private static final int EINVAL = 22;
    private static final long MS = 1_000_000;

    private static Report report(TraceScript... traces) throws EventSourceException {
        List<TraceInput> inputs = new ArrayList<>();
        for (TraceScript trace : traces) {
            inputs.add(new TraceInput("trace" + inputs.size(), trace.events()));
        }
        return Analysis.of(inputs);
    }

    private static void finds(String rule, Finding.Severity severity, TraceScript... traces)
            throws EventSourceException {
        Report report = report(traces);
        assertTrue(
                report.findings().stream().anyMatch(f -> f.rule().equals(rule) && f.severity() == severity),
                report.findings().toString());
    }

    private static void silent(String rule, TraceScript... traces) throws EventSourceException {
        Report report = report(traces);
        assertFalse(
                report.findings().stream().anyMatch(f -> f.rule().equals(rule)),
                report.findings().toString());
    }

    private static TraceScript source() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER)
                .anchor(0, 0, 1_000_000_000)
                .flags(7);
    }

    private static TraceScript destination() {
        return TraceScript.of("destination", "mt0", CaptureSource.INTERPOSER)
                .anchor(0, 0, 1_000_000_000)
                .flags(7);
    }

    /// A source that gives everything and says so.
    private static TraceScript sent() {
        return source().at(10 * MS)
                .status("setup")
                .at(20 * MS, 1000)
                .set(PRE_COPY)
                .read(24)
                .at(100 * MS, 1000)
                .set(STOP_COPY)
                .at(110 * MS, 1000)
                .read(36)
                .read(0)
                .at(160 * MS, 1000)
                .status("completed")
                .set(STOP)
                .closed();
    }

    private static TraceScript taking() {
        return destination()
                .at(5 * MS)
                .status("setup")
                .at(30 * MS, 1000)
                .set(RESUMING)
                .written(24)
                .at(120 * MS, 1000)
                .written(36);
    }

    /// A destination that takes everything and says so.
    private static TraceScript taken() {
        return taking().at(140 * MS, 1000)
                .set(RUNNING_P2P)
                .set(RUNNING)
                .status("completed")
                .closed();
    }

    @Test
    void aMigrationInOrderGivesNoErrorAndNoWarning() throws EventSourceException {
        Report report = report(sent(), taken());
        assertTrue(
                report.findings().stream().allMatch(f -> f.severity() == Finding.Severity.INFO),
                report.findings().toString());
        assertEquals(Report.Outcome.COMPLETED, report.migrations().getFirst().outcome());
        Interval downtime = report.migrations().getFirst().downtimeNs().orElseThrow();
        assertTrue(downtime.contains(40 * MS + 1000), downtime.toString());
    }

    @Test
    void aRefusalThatLosesStateIsAnErrorWhateverTheVmmsSay() throws EventSourceException {
        TraceScript lost = taking().at(140 * MS)
                .refused(RUNNING_P2P, EINVAL)
                .reset()
                .status("completed")
                .closed();
        finds("device-state-lost", Finding.Severity.ERROR, sent(), lost);
        finds("migration-failed", Finding.Severity.ERROR, sent(), lost);
        assertEquals(
                Report.Outcome.FAILED,
                report(sent(), lost).migrations().getFirst().outcome());
    }

    @Test
    void whatTheGuestWroteUnseenIsLostWhateverTheVmmsSay() throws EventSourceException {
        Report written = report(trappedLate(true), taken());
        assertEquals(Report.Outcome.FAILED, written.migrations().getFirst().outcome());
        Diagnosis diagnosis = written.migrations().getFirst().diagnosis().orElseThrow();
        assertEquals(Diagnosis.At.SOURCE, diagnosis.at());
        assertEquals(Optional.of("trap-after-saving"), diagnosis.cause());
        assertEquals(
                Report.Outcome.COMPLETED,
                report(trappedLate(false), taken()).migrations().getFirst().outcome());
    }

    private static TraceScript trappedLate(boolean guestWrites) {
        TraceScript script = source().at(10 * MS)
                .status("setup")
                .regionMapped()
                .at(20 * MS, 1000)
                .set(PRE_COPY)
                .at(25 * MS)
                .trapSignalled()
                .regionUnmapped();
        if (guestWrites) {
            script.step("vfio_region_write");
        }
        return script.at(30 * MS, 1000)
                .read(24)
                .at(100 * MS, 1000)
                .set(STOP_COPY)
                .at(110 * MS, 1000)
                .read(36)
                .read(0)
                .at(160 * MS, 1000)
                .status("completed")
                .set(STOP)
                .closed();
    }

    @Test
    void theDiagnosisNamesWhatFailedFirst() throws EventSourceException {
        Diagnosis.Failed gone = failed(source().status("setup")
                .set(PRE_COPY)
                .readFailed(ENODEV)
                .refused(RUNNING, ENODEV)
                .status("failed")
                .closed());
        assertEquals(Optional.of("read"), gone.call());
        assertEquals(Optional.of(PRE_COPY), gone.from());
        assertEquals(Optional.of("ENODEV"), gone.errno());
        Diagnosis.Failed refused = failed(source().status("setup")
                .set(PRE_COPY)
                .refused(STOP_COPY, EIO)
                .readFailed(ENODEV)
                .status("failed")
                .closed());
        assertEquals(Optional.of("SET STOP_COPY"), refused.call());
        assertEquals(Optional.of(PRE_COPY), refused.from());
        assertEquals(Optional.of("EIO"), refused.errno());
    }

    private static Diagnosis.Failed failed(TraceScript script) throws EventSourceException {
        Diagnosis diagnosis = diagnosis(script);
        assertEquals(Diagnosis.At.SOURCE, diagnosis.at());
        return diagnosis.failed();
    }

    private static Diagnosis diagnosis(TraceScript... traces) throws EventSourceException {
        return report(traces).migrations().getFirst().diagnosis().orElseThrow();
    }

    @Test
    void aSourceThatVanishedIsNoCancelledOne() throws EventSourceException {
        TraceScript gone =
                source().at(10 * MS).status("setup").set(PRE_COPY).read(24).closed();
        TraceScript cut = taking().status("failed").closed();
        finds("source-vanished", Finding.Severity.ERROR, gone, cut);
        TraceScript cancelled = source().at(10 * MS)
                .status("setup")
                .set(PRE_COPY)
                .read(24)
                .status("cancelled")
                .set(RUNNING)
                .closed();
        silent("source-vanished", cancelled, cut);
        finds("migration-cancelled", Finding.Severity.INFO, cancelled, cut);
        silent("migration-cancelled", gone, cut);
        silent("migration-failed", cancelled, cut);
    }

    @Test
    void aDestinationThatNeverRanIsToldUnlessItsVmWasStopped() throws EventSourceException {
        finds(
                "destination-never-ran",
                Finding.Severity.WARNING,
                sent(),
                taking().status("active").closed());
        TraceScript waiting = taking().status("completed").closed();
        silent("destination-never-ran", sent(), waiting);
        assertEquals(
                Report.Outcome.COMPLETED,
                report(sent(), waiting).migrations().getFirst().outcome());
    }

    @Test
    void bytesThatDifferAreAnErrorAndChunksAreNot() throws EventSourceException {
        TraceScript less = destination()
                .status("setup")
                .set(RESUMING)
                .written(59)
                .set(RUNNING)
                .status("completed")
                .closed();
        finds("bytes-differ", Finding.Severity.ERROR, sent(), less);
        TraceScript otherChunks = destination()
                .status("setup")
                .set(RESUMING)
                .written(60)
                .set(RUNNING)
                .status("completed")
                .closed();
        silent("bytes-differ", sent(), otherChunks);
        silent("bytes-differ", sent(), taking().status("failed").closed());
        TraceScript withoutWrites = destination()
                .status("setup")
                .set(RESUMING)
                .set(RUNNING)
                .status("completed")
                .closed();
        silent("bytes-differ", sent(), withoutWrites);
    }

    @Test
    void whatBreaksTheProtocolIsAnErrorOnlyWhereTheTraceShowsEveryCall() throws EventSourceException {
        TraceScript whole = source().set(STOP_COPY).set(PRE_COPY).closed();
        finds("illegal-arc", Finding.Severity.ERROR, whole);
        TraceScript lossy =
                source().set(STOP_COPY).lost(OptionalLong.of(1)).set(PRE_COPY).closed();
        finds("illegal-arc", Finding.Severity.WARNING, lossy);
        finds(
                "state-contradicted",
                Finding.Severity.WARNING,
                source().set(PRE_COPY).got(RUNNING).closed());
        TraceScript log = TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG)
                .set(STOP_COPY)
                .set(PRE_COPY)
                .closed();
        finds("illegal-arc", Finding.Severity.WARNING, log);
    }

    @Test
    void aTraceThatWasNotClosedSaysSo() throws EventSourceException {
        finds("trace-incomplete", Finding.Severity.WARNING, source().set(PRE_COPY));
        silent("trace-incomplete", source().set(PRE_COPY).closed());
        assertFalse(report(source()).traces().getFirst().intact());
    }

    @Test
    void lostEventsMakeTheAmountsIncomplete() throws EventSourceException {
        TraceScript lossy = source().set(STOP_COPY)
                .read(5)
                .set(STOP)
                .lost(OptionalLong.of(3))
                .closed();
        finds("events-lost", Finding.Severity.WARNING, lossy);
        assertFalse(lossOf(OptionalLong.of(3)).lostUncounted());
        assertEquals(3, lossOf(OptionalLong.of(3)).lost());
        assertTrue(lossOf(OptionalLong.empty()).lostUncounted());
        assertFalse(report(lossy).devices().getFirst().bytes().complete());
        TraceScript whole = source().set(STOP_COPY).read(5).set(STOP).closed();
        silent("events-lost", whole);
        assertTrue(report(whole).devices().getFirst().bytes().complete());
    }

    private static Report.TraceSummary lossOf(OptionalLong count) throws EventSourceException {
        return report(source().lost(count).closed()).traces().getFirst();
    }

    @Test
    void bytesThatMovedInNobodyKnowsWhichStateAreNotZeroInAnyState() throws EventSourceException {
        Report.Amounts bytes = report(TraceScript.of("source", "d", CaptureSource.STRACE)
                        .read(5)
                        .closed())
                .devices()
                .getFirst()
                .bytes();
        assertEquals(
                new Report.Amounts(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.empty(), false), bytes);
        assertEquals(
                OptionalLong.of(0),
                report(source().closed()).devices().getFirst().bytes().stopCopy());
    }

    @Test
    void noisyMessagesAtTheStartAreNoFinding() throws EventSourceException {
        TraceScript noisy = source().errorLine("vfio: Cannot reset device mt0, no available reset mechanism.")
                .closed();
        assertEquals(List.of(), report(noisy).findings());
    }

    @Test
    void aRecoverStateIsToldInThePath() throws EventSourceException {
        TraceScript recovered = source().status("setup")
                .refused(PRE_COPY, EIO)
                .set(RUNNING_P2P, CallResult.OK, SetCause.RECOVER)
                .closed();
        assertEquals(
                Report.Cause.RECOVER,
                report(recovered).devices().getFirst().path().getLast().cause());
    }

    @Test
    void aTraceWithBothSidesOnOneClockHasNoOffset() throws EventSourceException {
        TraceScript both = source().at(10 * MS, 10)
                .set(PRE_COPY)
                .read(10)
                .device(1, "mt1")
                .process(1, "destination", 0)
                .at(20 * MS, 10)
                .set(RESUMING)
                .written(10);
        both.process(0, "source", 0)
                .on(0)
                .at(30 * MS, 10)
                .set(STOP_COPY)
                .read(0)
                .set(STOP);
        both.process(1, "destination", 0).on(1).at(50 * MS, 10).set(RUNNING).closed();
        Report.MigrationSummary migration = report(both).migrations().getFirst();
        assertEquals(Report.ClockBasis.SAME_HOST, migration.clockBasis().orElseThrow());
        assertEquals(new Interval(0, 0), migration.clockOffsetNs().orElseThrow());
        assertEquals(
                new Interval(20 * MS + 10, 20 * MS + 10), migration.downtimeNs().orElseThrow());
        assertEquals(Report.Outcome.COMPLETED, migration.outcome());
    }

    @Test
    void whoGaveAMigrationUpIsToldOnlyWhereTheVmmSaysSo() throws EventSourceException {
        TraceScript silent = source().at(20 * MS, 1000)
                .set(PRE_COPY)
                .read(24)
                .at(30 * MS, 1000)
                .set(RUNNING)
                .closed();
        Report.MigrationSummary migration = report(silent).migrations().getFirst();
        assertEquals(Report.Outcome.CANCELLED, migration.outcome());
        assertEquals(Responsible.UNDECIDED, migration.diagnosis().orElseThrow().responsible());
        assertFalse(migration.diagnosis().orElseThrow().undecided().isEmpty());
        TraceScript told = source().at(20 * MS, 1000)
                .status("setup")
                .set(PRE_COPY)
                .at(30 * MS, 1000)
                .set(RUNNING)
                .status("cancelled")
                .closed();
        assertEquals(Responsible.OPERATOR, diagnosis(told).responsible());
        assertEquals(Diagnosis.At.SOURCE, diagnosis(told).at());
    }
}

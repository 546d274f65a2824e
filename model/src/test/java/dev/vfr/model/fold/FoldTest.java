package dev.vfr.model.fold;

import static dev.vfr.model.vfio.DeviceState.PRE_COPY;
import static dev.vfr.model.vfio.DeviceState.PRE_COPY_P2P;
import static dev.vfr.model.vfio.DeviceState.RESUMING;
import static dev.vfr.model.vfio.DeviceState.RUNNING;
import static dev.vfr.model.vfio.DeviceState.RUNNING_P2P;
import static dev.vfr.model.vfio.DeviceState.STOP;
import static dev.vfr.model.vfio.DeviceState.STOP_COPY;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.DeviceEvent.SetCause;
import dev.vfr.model.vfio.ArcTable;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.MigrationFlags;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class FoldTest {

    private static final int EIO = 5;
    private static final int EFAULT = 14;
    private static final int EINVAL = 22;
    private static final int ENOMSG = 42;

    private static TraceScript interposed() {
        return TraceScript.of("source", "mt0", CaptureSource.INTERPOSER);
    }

    private static DeviceTrack device(TraceScript script) {
        return script.folded().device(0).orElseThrow();
    }

    @Test
    void aDeviceBeginsInRunningAndThatIsInferred() {
        assertEquals(
                StateKnowledge.Inferred.INITIAL, device(interposed()).state().now());
    }

    @Test
    void aSetThatSucceededIsObserved() {
        DeviceTrack device = device(interposed().at(100, 50).set(PRE_COPY));
        assertEquals(StateKnowledge.Observed.of(PRE_COPY), device.state().now());
        assertEquals(150, device.state().sinceNs());
        assertEquals(100, device.state().lastChange().orElseThrow().calledNs());
    }

    @Test
    void aRefusedSetLeavesEveryStateOfTheWayPossible() {
        DeviceTrack device = device(interposed().flags(7).set(PRE_COPY).refused(STOP_COPY, EIO));
        StateKnowledge.Unknown unknown =
                assertInstanceOf(StateKnowledge.Unknown.class, device.state().now());
        assertEquals(EnumSet.of(PRE_COPY, PRE_COPY_P2P, DeviceState.ERROR), EnumSet.copyOf(unknown.possible()));
    }

    @Test
    void aSetThatFailedWithEfaultMayHaveMovedTheDevice() {
        DeviceTrack device = device(interposed().flags(7).set(PRE_COPY).refused(STOP_COPY, EFAULT));
        StateKnowledge.Unknown unknown =
                assertInstanceOf(StateKnowledge.Unknown.class, device.state().now());
        assertTrue(unknown.possible().contains(STOP_COPY));
    }

    @Test
    void aRequestWithoutAWayLeavesTheStateKnown() {
        DeviceTrack device = device(interposed().flags(7).set(STOP_COPY).refused(PRE_COPY, EINVAL));
        assertEquals(StateKnowledge.Observed.of(STOP_COPY), device.state().now());
    }

    @Test
    void aResetIsRunningWhateverCameBefore() {
        DeviceTrack device =
                device(interposed().set(RESUMING).refused(RUNNING_P2P, EINVAL).reset());
        assertEquals(StateKnowledge.Observed.of(RUNNING), device.state().now());
        assertEquals(
                StateChange.Cause.RESET,
                device.state().lastChange().orElseThrow().cause());
    }

    @Test
    void middleStatesOfEveryWayAreThoseOfTheArcTableWhereTheFlagsAreKnown() {
        for (MigrationFlags flags : MigrationFlags.combinations()) {
            for (DeviceState from : DeviceState.values()) {
                for (DeviceState to : DeviceState.values()) {
                    if (from == to || ArcTable.path(from, to, flags).isEmpty()) {
                        continue;
                    }
                    List<DeviceState> way = ArcTable.path(from, to, flags).orElseThrow();
                    DeviceTrack device =
                            device(interposed().flags(flags.bits()).got(from).set(to));
                    assertEquals(
                            way.subList(1, way.size() - 1),
                            device.state().lastChange().orElseThrow().middle(),
                            flags + " " + from + " " + to);
                }
            }
        }
    }

    @Test
    void withoutFlagsOnlyMiddleStatesOfEveryPossibleWayAreInferred() {
        TraceScript script = interposed().set(RESUMING).set(RUNNING);
        assertEquals(
                List.of(STOP), device(script).state().lastChange().orElseThrow().middle());
    }

    @Test
    void aStateThatWasSeenTellsFlagsAndSoMiddleStates() {
        TraceScript script = interposed().set(RUNNING_P2P).set(RUNNING).set(RESUMING);
        assertEquals(
                List.of(RUNNING_P2P, STOP),
                device(script).state().lastChange().orElseThrow().middle());
    }

    @Test
    void nothingIsInferredFromTheInitialStateOfATraceThatMayBeginInTheMiddle() {
        assertEquals(
                List.of(),
                device(interposed().set(STOP_COPY))
                        .state()
                        .lastChange()
                        .orElseThrow()
                        .middle());
        assertEquals(
                List.of(RUNNING_P2P, STOP),
                device(interposed().flags(7).set(STOP_COPY))
                        .state()
                        .lastChange()
                        .orElseThrow()
                        .middle());
    }

    @Test
    void oneArcIsObservedAndTheArcsOfACombinationAreInferred() {
        DeviceTrack device = device(interposed().flags(7).set(RUNNING_P2P).set(STOP_COPY));
        assertEquals(1, device.state().arcs().observed(RUNNING, RUNNING_P2P));
        assertEquals(0, device.state().arcs().inferred(RUNNING, RUNNING_P2P));
        assertEquals(1, device.state().arcs().inferred(RUNNING_P2P, STOP));
        assertEquals(1, device.state().arcs().inferred(STOP, STOP_COPY));
        assertEquals(0, device.state().arcs().observed(STOP, STOP_COPY));
    }

    @Test
    void anImpossibleSuccessIsAnAnomalyAndStillFolded() {
        TraceScript script = interposed().flags(7).set(STOP_COPY).set(PRE_COPY);
        assertEquals(List.of(Anomaly.Kind.ARC_ILLEGAL), script.anomalies());
        assertEquals(
                StateKnowledge.Observed.of(PRE_COPY), device(script).state().now());
    }

    @Test
    void theSameStateAgainIsNoAnomalyAndNoMove() {
        TraceScript script = interposed().flags(7).at(5).set(STOP_COPY).at(9).set(STOP_COPY);
        assertEquals(List.of(), script.anomalies());
        assertEquals(5, device(script).state().sinceNs());
    }

    @Test
    void aStateThatTheFlagsDoNotOfferIsAnAnomaly() {
        assertEquals(
                List.of(Anomaly.Kind.STATE_NOT_OFFERED),
                interposed().flags(1).set(PRE_COPY).anomalies());
    }

    @Test
    void anAnswerThatContradictsWhatWasShownIsAnAnomaly() {
        assertEquals(
                List.of(Anomaly.Kind.STATE_CONTRADICTED),
                interposed().set(PRE_COPY).got(RUNNING).anomalies());
        assertEquals(List.of(), interposed().set(PRE_COPY).got(PRE_COPY).anomalies());
    }

    @Test
    void dataIsCountedByTheStateItMovedIn() {
        DataTotals source = device(interposed()
                        .set(PRE_COPY)
                        .read(24)
                        .read(0)
                        .readFailed(ENOMSG)
                        .set(PRE_COPY_P2P)
                        .read(6)
                        .set(STOP_COPY)
                        .read(36)
                        .read(0)
                        .set(STOP))
                .data()
                .totals();
        assertEquals(new DataTotals(new Moved(30, 2), new Moved(36, 1), Moved.NONE, Moved.NONE, 1, 0, 0), source);
        DataTotals destination = device(
                        interposed().set(RESUMING).written(24).written(36).set(RUNNING))
                .data()
                .totals();
        assertEquals(new Moved(60, 2), destination.resumed());
    }

    @Test
    void mergedCallsCountLikeTheCallsThatTheyStandFor() {
        DataTotals source = device(interposed()
                        .set(PRE_COPY)
                        .merged(true, 3, 30)
                        .set(STOP_COPY)
                        .read(6)
                        .merged(true, 2, 200))
                .data()
                .totals();
        assertEquals(new DataTotals(new Moved(30, 3), new Moved(206, 3), Moved.NONE, Moved.NONE, 0, 0, 0), source);
        DataTotals destination =
                device(interposed().set(RESUMING).merged(false, 5, 60)).data().totals();
        assertEquals(new Moved(60, 5), destination.resumed());
        assertEquals(
                List.of(Anomaly.Kind.DATA_AFTER_END),
                interposed().set(STOP_COPY).read(0).merged(true, 1, 1).anomalies());
    }

    @Test
    void aSizeThatNothingCanHaveIsCountedAsUnsized() {
        DataTotals saved = device(interposed().set(STOP_COPY).read(5).read(-3).merged(true, -1, 7))
                .data()
                .totals();
        assertEquals(new Moved(5, 1), saved.stopCopy());
        assertEquals(2, saved.unsizedRead());
        assertEquals(
                1,
                device(interposed().set(RESUMING).written(-1)).data().totals().unsizedWritten());
        assertEquals(
                List.of(Anomaly.Kind.WORD_UNKNOWN),
                interposed().set(STOP_COPY).read(-3).anomalies());
        assertEquals(
                new Moved(Long.MAX_VALUE, 2),
                device(interposed().set(STOP_COPY).read(Long.MAX_VALUE).read(2))
                        .data()
                        .totals()
                        .stopCopy());
    }

    @Test
    void aSectionOfTheStreamTellsTheStateOnlyWhereNothingElseDoes() {
        DataTotals streamed = device(interposed()
                        .step("QEMU_VM_SECTION_PART")
                        .read(24)
                        .step("QEMU_VM_SECTION_END")
                        .read(36))
                .data()
                .totals();
        assertEquals(new Moved(24, 1), streamed.preCopy());
        assertEquals(new Moved(36, 1), streamed.stopCopy());
        DataTotals shown = device(
                        interposed().set(PRE_COPY).step("QEMU_VM_SECTION_END").read(36))
                .data()
                .totals();
        assertEquals(new Moved(36, 1), shown.preCopy());
    }

    @Test
    void aRecordWithoutSizeIsCountedApart() {
        DataTotals totals =
                device(interposed().set(STOP_COPY).readUnsized()).data().totals();
        assertEquals(Moved.NONE, totals.stopCopy());
        assertEquals(1, totals.unsizedRead());
    }

    @Test
    void enteringTheSavingGroupOpensASessionAndLeavingItClosesIt() {
        DataTrack data = device(interposed()
                        .set(PRE_COPY)
                        .set(PRE_COPY_P2P)
                        .set(STOP_COPY)
                        .set(STOP)
                        .set(RUNNING)
                        .set(PRE_COPY))
                .data();
        assertEquals(2, data.count());
        assertEquals(
                List.of(false, true),
                data.recent().stream().map(SessionTrack::open).toList());
    }

    @Test
    void theSessionsKeptAreBoundedAndTheirSumIsNot() {
        TraceScript script = interposed();
        int rounds = 3 * DataTrack.RECENT;
        for (int i = 0; i < rounds; i++) {
            script.set(PRE_COPY).read(10).set(RUNNING);
        }
        DataTrack data = device(script).data();
        assertEquals(DataTrack.RECENT, data.recent().size());
        assertEquals(rounds, data.count());
        assertEquals(new Moved(10L * rounds, rounds), data.totals().preCopy());
    }

    @Test
    void dataInAStateThatAllowsNoneIsAnAnomaly() {
        assertEquals(
                List.of(Anomaly.Kind.DATA_OUTSIDE_SESSION),
                interposed().set(STOP).read(5).anomalies());
    }

    @Test
    void dataBeforeAnyStateWasShownPutsTheInitialStateInDoubt() {
        TraceScript script = interposed().read(5);
        assertEquals(List.of(), script.anomalies());
        assertEquals(
                new StateKnowledge.Unknown(Set.of(PRE_COPY, PRE_COPY_P2P, STOP_COPY)),
                device(script).state().now());
        assertEquals(new Moved(5, 1), device(script).data().totals().unplaced());
    }

    @Test
    void dataAfterTheEndOfStopCopyIsAnAnomalyAndZerosAreNot() {
        assertEquals(
                List.of(Anomaly.Kind.DATA_AFTER_END),
                interposed().set(STOP_COPY).read(1).read(0).read(1).anomalies());
        assertEquals(
                List.of(), interposed().set(STOP_COPY).read(1).read(0).read(0).anomalies());
    }

    @Test
    void enomsgIsAnAnomalyInStopCopyOnly() {
        assertEquals(
                List.of(Anomaly.Kind.ENOMSG_IN_STOP_COPY),
                interposed().set(STOP_COPY).readFailed(ENOMSG).anomalies());
        assertEquals(List.of(), interposed().set(PRE_COPY).readFailed(ENOMSG).anomalies());
    }

    @Test
    void initialBytesMayRiseInANewSessionOnly() {
        assertEquals(
                List.of(Anomaly.Kind.INITIAL_BYTES_ROSE),
                interposed()
                        .set(PRE_COPY)
                        .precopyInfo(10, 0, 0)
                        .precopyInfo(11, 0, 0)
                        .anomalies());
        assertEquals(
                List.of(),
                interposed()
                        .set(PRE_COPY)
                        .precopyInfo(10, 0, 0)
                        .set(RUNNING)
                        .set(PRE_COPY)
                        .precopyInfo(11, 0, 0)
                        .anomalies());
    }

    @Test
    void theReinitFlagCountsOnlyAfterTheOptIn() {
        TraceScript without = interposed().set(PRE_COPY).precopyInfo(10, 0, 0).precopyInfo(11, 0, 1);
        assertEquals(List.of(Anomaly.Kind.INITIAL_BYTES_ROSE), without.anomalies());
        TraceScript with = interposed();
        with.add(new dev.vfr.model.event.DataEvent.PrecopyInfoV2Enabled(with.header(), CallResult.OK));
        with.set(PRE_COPY).precopyInfo(10, 0, 0).precopyInfo(11, 0, 1);
        assertEquals(List.of(), with.anomalies());
    }

    @Test
    void whatTheVmmAnnouncedCountsOnlyWhereNoSourceShowsTheDevice() {
        TraceScript qmpOnly = TraceScript.of("source", "mt0", CaptureSource.QMP).announced("pre-copy");
        assertEquals(
                StateKnowledge.Observed.of(PRE_COPY), device(qmpOnly).state().now());
        TraceScript withLog = TraceScript.of("source", "mt0", CaptureSource.QEMU_LOG, CaptureSource.QMP)
                .announced("pre-copy");
        assertEquals(StateKnowledge.Inferred.INITIAL, device(withLog).state().now());
    }

    @Test
    void anAnnouncedAttemptIsNoState() {
        TraceScript script = TraceScript.of("source", "mt0", CaptureSource.QMP)
                .announced("pre-copy")
                .announced("pre-copy-p2p-prepare");
        assertEquals(
                StateKnowledge.Observed.of(PRE_COPY), device(script).state().now());
        assertEquals(List.of(), script.anomalies());
    }

    @Test
    void anEventOfADeviceThatWasNotIntroducedIsAnAnomalyAndCounted() {
        TraceScript script = interposed().on(7).set(PRE_COPY);
        assertEquals(List.of(Anomaly.Kind.NOT_INTRODUCED), script.anomalies());
        assertEquals(script.events().count(), script.folded().events());
        assertEquals(1, script.folded().anomalies());
    }

    @Test
    void anEventAfterTheEndIsAnAnomaly() {
        assertEquals(
                List.of(Anomaly.Kind.OUTSIDE_TRACE),
                interposed().closed().set(PRE_COPY).anomalies());
        assertTrue(interposed().closed().folded().trace().closed());
    }

    @Test
    void aHoleInTheSequenceIsAnAnomaly() {
        TraceScript script = interposed().set(PRE_COPY);
        MigrationState state = MigrationState.EMPTY;
        List<Anomaly> found = new ArrayList<>();
        for (var event : script.events().toList()) {
            if (event.header().seq() != 1) {
                Step step = Fold.step(state, event);
                state = step.state();
                found.addAll(step.anomalies());
            }
        }
        assertTrue(found.stream().anyMatch(anomaly -> anomaly.kind() == Anomaly.Kind.SEQUENCE_BROKEN));
    }

    @Test
    void aRecoverStateSaysSo() {
        TraceScript script =
                interposed().set(PRE_COPY).refused(STOP_COPY, EIO).set(RUNNING, CallResult.OK, SetCause.RECOVER);
        assertEquals(
                StateChange.Cause.RECOVER,
                device(script).state().lastChange().orElseThrow().cause());
    }
}

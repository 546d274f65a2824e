package dev.vfr.samples.device;

import static dev.vfr.samples.device.Rig.NS_PER_S;
import static dev.vfr.samples.device.Rig.failed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.ArcTable;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.device.DeviceTruth.SessionPhase;
import dev.vfr.samples.kernel.Kernel;
import dev.vfr.samples.kernel.NeverReturns;
import dev.vfr.samples.kernel.PollBits;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each fault does what it says, and nothing before it is due.
class FaultsTest {

    private static final int MIB = 1 << 20;
    private static final Arc INTO_STOP_COPY = new Arc(DeviceState.PRE_COPY_P2P, DeviceState.STOP_COPY);
    private static final IovaRange RANGE = new IovaRange(0, MIB);

    private static Stream<Arc> arcs() {
        return ArcTable.arcs(MigrationFlags.ALL).stream();
    }

    /// Goes to `state` arc by arc, with all that RESUMING needs.
    private static void goTo(Rig rig, DeviceState state) {
        if (state == DeviceState.RESUMING) {
            rig.load(new Rig("net").save());
        } else {
            rig.set(state);
        }
        assertEquals(state, rig.device().truth().state());
    }

    @ParameterizedTest
    @MethodSource("arcs")
    void anyArcCanFailInItsFirstStateOrInError(Arc arc) {
        for (DeviceState leftIn : List.of(arc.from(), DeviceState.ERROR)) {
            Rig rig = new Rig("net", new Fault.ArcFails(arc, Errno.EBUSY, leftIn, 1));
            goTo(rig, arc.from());
            assertEquals(failed(Errno.EBUSY), rig.set(arc.to()));
            assertEquals(leftIn, rig.device().truth().state());
            if (leftIn == DeviceState.ERROR) {
                assertEquals(SessionPhase.NONE, rig.device().truth().session());
                assertEquals(failed(Errno.EINVAL), rig.set(DeviceState.RUNNING));
                rig.device().reset();
            } else {
                assertEquals(CallResult.OK, rig.set(arc.to()), "only once");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("arcs")
    void anyArcCanBeSlowOrNeverReturn(Arc arc) {
        Rig slow = new Rig("net", new Fault.ArcIsSlow(arc, 700_000_000));
        goTo(slow, arc.from());
        long before = slow.host().trueNs();
        slow.set(arc.to());
        assertTrue(slow.host().trueNs() - before >= 630_000_000);
        Rig stuck = new Rig("net", new Fault.ArcNeverReturns(arc));
        goTo(stuck, arc.from());
        assertThrows(NeverReturns.class, () -> stuck.set(arc.to()));
        assertEquals(arc.from(), stuck.device().truth().state());
    }

    @Test
    void linux70NeverReturnsFromStopCopyToPreCopyAndOthersSayEinval() {
        for (Kernel kernel : List.of(Kernel.LINUX_6_12, Kernel.LINUX_7_0, Kernel.LINUX_7_1, Kernel.LINUX_7_2)) {
            for (DeviceState blocked : List.of(DeviceState.PRE_COPY, DeviceState.PRE_COPY_P2P)) {
                Rig rig = new Rig(Drivers.named("net"), kernel);
                rig.open(DeviceState.STOP_COPY);
                if (kernel.equals(Kernel.LINUX_7_0)) {
                    assertThrows(NeverReturns.class, () -> rig.set(blocked));
                } else {
                    assertEquals(failed(Errno.EINVAL), rig.set(blocked), kernel.toString());
                }
            }
        }
        Rig without = new Rig(Drivers.named("nvme"), Kernel.LINUX_7_0);
        without.open(DeviceState.STOP_COPY);
        assertEquals(failed(Errno.EINVAL), without.set(DeviceState.PRE_COPY), "only with PRE_COPY");
    }

    @Test
    void aSuspendTimesOutAfterTheDriversPatience() {
        Arc suspend = new Arc(DeviceState.RUNNING, DeviceState.RUNNING_P2P);
        Rig rig = new Rig("pds", new Fault.SuspendTimesOut(suspend, 1));
        assertEquals(failed(Errno.ETIMEDOUT), rig.set(DeviceState.STOP));
        assertTrue(rig.host().trueNs() >= 5 * NS_PER_S);
        assertEquals(DeviceState.RUNNING, rig.device().truth().state());
        assertEquals(CallResult.OK, rig.set(DeviceState.STOP));
    }

    private static CallResult call(Rig rig, DeviceCall call, int dataFd) {
        SimulatedDevice device = rig.device();
        return switch (call) {
            case OPEN -> device.open();
            case RESET -> device.reset();
            case PROBE -> device.probe(1);
            case MIGRATION -> device.migrationFlags().result();
            case SET_STATE -> device.setState(DeviceState.RUNNING.number()).result();
            case GET_STATE -> device.state().result();
            case MIG_DATA_SIZE -> device.migDataSize().result();
            case MIG_PRECOPY_INFO_V2 -> device.enablePrecopyInfoV2();
            case PRECOPY_INFO -> device.precopyInfo(dataFd, 0).result();
            case DMA_LOGGING_START -> device.startDmaLogging(4096, List.of(RANGE));
            case DMA_LOGGING_STOP -> device.stopDmaLogging();
            case DMA_LOGGING_REPORT -> device.reportDirtyPages(RANGE, 4096).result();
            case READ -> device.read(dataFd, 10).result();
            case WRITE -> device.write(dataFd, StateData.of(new byte[1])).result();
            case POLL -> device.poll(dataFd, PollBits.IN, OptionalLong.of(0)).result();
        };
    }

    @ParameterizedTest
    @EnumSource(DeviceCall.class)
    void anyCallCanFailAfterSomeThatDoWell(DeviceCall call) {
        Rig rig = new Rig("net");
        boolean writes = call == DeviceCall.WRITE;
        int dataFd = rig.open(writes ? DeviceState.RESUMING : DeviceState.PRE_COPY);
        CallResult well = call(rig, call, dataFd);
        Rig faulty = new Rig("net", new Fault.CallFails(call, Errno.EIO, call == DeviceCall.OPEN ? 1 : 2, 1));
        dataFd = faulty.open(writes ? DeviceState.RESUMING : DeviceState.PRE_COPY);
        if (call != DeviceCall.SET_STATE && call != DeviceCall.OPEN) {
            assertEquals(well, call(faulty, call, dataFd));
        }
        if (call != DeviceCall.OPEN) {
            call(faulty, call, dataFd);
        }
        assertEquals(failed(Errno.EIO), call(faulty, call, dataFd));
        assertNotEquals(failed(Errno.EIO), call(faulty, call, dataFd), "only once");
    }

    @Test
    void anAsynchronousResetKillsTheSessionAndTheDeviceRuns() {
        for (Moment moment : List.of(Moment.in(DeviceState.PRE_COPY, NS_PER_S), Moment.at(DeviceState.PRE_COPY, MIB))) {
            Rig rig = new Rig("net", new Fault.AsynchronousReset(moment));
            int dataFd = rig.open(DeviceState.PRE_COPY);
            assertEquals(0, rig.device().truth().ownMoves());
            rig.drain(dataFd);
            rig.host().pass(2 * NS_PER_S);
            DeviceTruth truth = rig.device().truth();
            assertEquals(DeviceState.RUNNING, truth.state());
            assertEquals(1, truth.ownMoves());
            assertEquals(SessionPhase.NONE, truth.session());
            assertEquals(Answer.failed(Errno.ENODEV), rig.read(dataFd, 1));
            assertEquals(Answer.done(DeviceState.RUNNING), rig.device().state());
            Answer<OptionalInt> again = rig.device().setState(DeviceState.STOP_COPY.number());
            assertNotEquals(OptionalInt.of(dataFd), again.asOptional().orElseThrow(), "a second data_fd");
        }
    }

    @Test
    void aDeviceThatIsGoneSaysEnodev() {
        Rig rig = new Rig("net", new Fault.DeviceGone(Moment.in(DeviceState.STOP_COPY, 0)));
        int dataFd = rig.open(DeviceState.PRE_COPY);
        assertFalse(rig.device().truth().gone());
        rig.set(DeviceState.STOP_COPY);
        assertTrue(rig.device().truth().gone());
        assertEquals(Answer.failed(Errno.ENODEV), rig.read(dataFd, 1));
        assertEquals(failed(Errno.ENODEV), rig.set(DeviceState.RUNNING));
        assertEquals(failed(Errno.ENODEV), rig.device().reset());
    }

    @Test
    void aSecondDataFdComesInsideOfTheSavingGroup() {
        Rig rig = new Rig("net", new Fault.SecondDataFd(INTO_STOP_COPY));
        int dataFd = rig.open(DeviceState.PRE_COPY);
        int second = rig.open(DeviceState.STOP_COPY);
        assertNotEquals(dataFd, second);
        assertEquals(10, rig.read(dataFd, 10).asOptional().orElseThrow().length());
        assertEquals(10, rig.read(second, 10).asOptional().orElseThrow().length());
    }

    @Test
    void withoutAFreeFdTheArcHappenedAndTheSessionIsLost() {
        Rig rig = new Rig("net", new Fault.NoFreeFd(Errno.EMFILE, 1));
        assertEquals(failed(Errno.EMFILE), rig.set(DeviceState.PRE_COPY));
        assertEquals(DeviceState.PRE_COPY, rig.device().truth().state());
        assertEquals(CallResult.OK, rig.set(DeviceState.RUNNING));
        rig.open(DeviceState.PRE_COPY);
    }

    @Test
    void aFaultThatIsThereSometimesIsThereInSomeRuns() {
        Fault fault = new Fault.Sometimes(30, new Fault.CallFails(DeviceCall.RESET, Errno.EIO, 0, 1));
        long runs = IntStream.range(0, 1_000)
                .filter(seed -> new Faults(List.of(fault), new SplittableRandom(seed))
                        .callFails(DeviceCall.RESET)
                        .isPresent())
                .count();
        assertTrue(runs > 200 && runs < 400, runs + " of 1000");
    }
}

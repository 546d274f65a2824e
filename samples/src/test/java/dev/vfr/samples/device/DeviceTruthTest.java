package dev.vfr.samples.device;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.device.DeviceTruth.SessionPhase;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeviceTruthTest {

    private static final int KIB = 1024;
    private static final long MS = 1_000_000;

    @Test
    void theTruthFollowsASession() {
        Rig rig = new Rig("net");
        DeviceTruth truth = rig.device().truth();
        assertEquals(DeviceState.RUNNING, truth.state());
        assertEquals(SessionPhase.NONE, truth.session());
        assertEquals(-1, truth.sessionNumber());
        int dataFd = rig.open(DeviceState.PRE_COPY);
        rig.read(dataFd, 100 * KIB);
        truth = rig.device().truth();
        assertEquals(SessionPhase.PRE_COPY, truth.session());
        assertEquals(0, truth.sessionNumber());
        assertEquals(100 * KIB, truth.sessionBytes());
        assertEquals(2048 * KIB - 100 * KIB, truth.initialBytes());
        rig.drain(dataFd);
        rig.host().pass(100 * MS);
        assertTrue(rig.device().truth().dirtyBytes() > 0, "without a call");
        rig.device().startDmaLogging(4096, List.of(new IovaRange(0, 4096)));
        assertTrue(rig.device().truth().dmaLogging());
        rig.set(DeviceState.STOP_COPY);
        assertEquals(SessionPhase.STOP_COPY, rig.device().truth().session());
        long read = Rig.length(rig.drain(dataFd));
        truth = rig.device().truth();
        assertEquals(read, truth.stopCopyBytes());
        assertEquals(truth.preCopyBytes() + read, truth.sessionBytes());
        rig.set(DeviceState.STOP);
        truth = rig.device().truth();
        assertEquals(SessionPhase.NONE, truth.session());
        assertEquals(0, truth.sessionBytes());
        assertEquals(read, truth.stopCopyBytes(), "of all sessions");
        rig.open(DeviceState.RESUMING);
        assertEquals(SessionPhase.RESUMING, rig.device().truth().session());
        rig.device().reset();
        assertTrue(rig.device().truth().lostState());
    }

    /// What a VMM would see, with or without somebody who looks at the truth all the time.
    private static List<Object> seen(boolean looking, long reinitMs) {
        Rig rig = new Rig(
                "net",
                new Fault.Reinit(Moment.in(DeviceState.PRE_COPY, reinitMs * MS), 50_000),
                new Fault.AsynchronousReset(Moment.in(DeviceState.PRE_COPY, 900 * MS)));
        List<Object> seen = new ArrayList<>();
        rig.device().enablePrecopyInfoV2();
        int dataFd = rig.open(DeviceState.PRE_COPY);
        for (int i = 0; i < 200; i++) {
            for (int j = 0; j < 7; j++) {
                rig.host().pass(MS);
                if (looking) {
                    rig.device().truth();
                }
            }
            seen.add(rig.device().precopyInfo(dataFd, 0));
            Answer<StateData> read = rig.read(dataFd, 30 * KIB);
            seen.add(read.result());
            read.asOptional().ifPresent(data -> seen.add(data.crc32c()));
            seen.add(rig.host().trueNs());
        }
        return seen;
    }

    @Test
    void lookingAtTheTruthChangesNothing() {
        for (long reinitMs = 200; reinitMs < 260; reinitMs++) {
            assertEquals(seen(false, reinitMs), seen(true, reinitMs), reinitMs + " ms");
        }
    }

    @Test
    void aDeviceThatWasResetHasMovedBeforeAnybodyAsks() {
        Rig rig = new Rig("net", new Fault.AsynchronousReset(Moment.in(DeviceState.RESUMING, 10 * MS)));
        rig.open(DeviceState.RESUMING);
        assertEquals(0, rig.device().truth().ownMoves());
        rig.host().pass(20 * MS);
        for (int i = 0; i < 3; i++) {
            DeviceTruth truth = rig.device().truth();
            assertEquals(DeviceState.RUNNING, truth.state());
            assertEquals(1, truth.ownMoves());
            assertTrue(truth.lostState());
        }
        rig.device().state();
        assertEquals(1, rig.device().truth().ownMoves());
    }
}

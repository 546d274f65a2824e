package dev.vfr.samples.device;

import static dev.vfr.samples.device.Rig.NS_PER_S;
import static dev.vfr.samples.device.Rig.failed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.image.JoinedData;
import dev.vfr.samples.kernel.Kernel;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Each fault of data and estimates does what it says, and nothing before it is due.
class DataFaultsTest {

    private static final int MIB = 1 << 20;

    @Test
    void readsFailFromAnOffsetOn() {
        Rig rig = new Rig("net", new Fault.ReadFails(MIB, Errno.EIO));
        int dataFd = rig.open(DeviceState.PRE_COPY);
        assertEquals(MIB, Rig.length(rig.drain(dataFd)));
        assertEquals(Answer.failed(Errno.EIO), rig.read(dataFd, 1));
    }

    @Test
    void writesFailFromAnOffsetOnAndAreShort() {
        Rig rig = new Rig("net", new Fault.WriteFails(100, Errno.ENOSPC), new Fault.WritesAreShort(60));
        int dataFd = rig.open(DeviceState.RESUMING);
        StateData data = StateData.of(new byte[80]);
        assertEquals(Answer.done(60), rig.device().write(dataFd, data));
        assertEquals(Answer.failed(Errno.ENOSPC), rig.device().write(dataFd, data));
        assertEquals(Answer.done(40), rig.device().write(dataFd, data.slice(0, 40)));
    }

    @Test
    void readsAreShortSlowAndStall() {
        Rig rig = new Rig(
                "net",
                new Fault.ReadsAreShort(1_000),
                new Fault.ReadsAreSlow(10_000_000),
                new Fault.ReadStalls(1_500, 3 * NS_PER_S));
        int dataFd = rig.open(DeviceState.PRE_COPY);
        long[] took = IntStream.range(0, 4)
                .mapToLong(i -> {
                    long before = rig.host().trueNs();
                    assertEquals(
                            1_000,
                            rig.read(dataFd, 9_999).asOptional().orElseThrow().length());
                    return rig.host().trueNs() - before;
                })
                .toArray();
        assertTrue(took[0] >= 10_000_000 && took[0] < NS_PER_S);
        assertTrue(took[1] < NS_PER_S);
        assertTrue(took[2] >= 3 * NS_PER_S, "the first read behind byte 1500");
        assertTrue(took[3] < NS_PER_S, "once");
    }

    @Test
    void dirtyDataNeverEnds() {
        Rig rig = new Rig("net", new Fault.DirtyNeverEnds());
        int dataFd = rig.open(DeviceState.PRE_COPY);
        for (int i = 0; i < 100; i++) {
            assertTrue(rig.read(dataFd, MIB).asOptional().orElseThrow().length() > 0);
        }
        rig.set(DeviceState.STOP_COPY);
        rig.drain(dataFd);
        assertEquals(Answer.done(StateData.NONE), rig.read(dataFd, MIB), "a stopped device makes nothing dirty");
    }

    @Test
    void readsSayWhatTheUapiForbids() {
        Rig rig = new Rig("net", new Fault.EnomsgInStopCopy(0, 2), new Fault.EndInPreCopy(MIB, 1));
        int dataFd = rig.open(DeviceState.PRE_COPY);
        assertEquals(MIB, Rig.length(rig.drain(dataFd)), "0 before the end");
        assertTrue(rig.info(dataFd).initialBytes() > 0);
        assertTrue(Rig.length(rig.drain(dataFd)) > 0, "once");
        rig.set(DeviceState.STOP_COPY);
        assertEquals(Answer.failed(Errno.ENOMSG), rig.read(dataFd, 1));
        assertEquals(Answer.failed(Errno.ENOMSG), rig.read(dataFd, 1));
        assertEquals(1, rig.read(dataFd, 1).asOptional().orElseThrow().length());
    }

    @Test
    void estimatesLie() {
        Rig rig = new Rig(
                "net",
                new Fault.EstimateLies(Estimate.INITIAL_BYTES, 50, 0, 10),
                new Fault.EstimateLies(Estimate.DIRTY_BYTES, 0, -4096, 0),
                new Fault.EstimateLies(Estimate.STOP_COPY_LENGTH, 300, 7, 0));
        int dataFd = rig.open(DeviceState.PRE_COPY);
        assertEquals(MIB, rig.info(dataFd).initialBytes());
        assertEquals(MIB + 10, rig.info(dataFd).initialBytes(), "it rises");
        assertEquals(
                "18446744073709547520", Long.toUnsignedString(rig.info(dataFd).dirtyBytes()));
        long truth = new Rig("net").device().migDataSize().asOptional().orElseThrow();
        Rig fresh = new Rig("net", new Fault.EstimateLies(Estimate.STOP_COPY_LENGTH, 300, 7, 0));
        assertEquals(3 * truth + 7, fresh.device().migDataSize().asOptional().orElseThrow());
    }

    @Test
    void oneBitIsWrongOrTheStreamEndsEarlyAndTheDestinationRefuses() {
        byte[] good = JoinedData.of(new Rig("net").save()).toBytes();
        Rig wrong = new Rig("net", new Fault.ByteCorrupted(MIB + 3));
        List<StateData> pieces = wrong.save();
        byte[] bad = JoinedData.of(pieces).toBytes();
        assertEquals(
                List.of(MIB + 3),
                IntStream.range(0, good.length)
                        .filter(i -> good[i] != bad[i])
                        .boxed()
                        .toList());
        Rig destination = new Rig("net");
        destination.load(pieces);
        assertEquals(failed(Errno.EINVAL), destination.set(DeviceState.RUNNING));

        List<StateData> shortPieces = new Rig("net", new Fault.ImageTruncated(3 * MIB)).save();
        assertEquals(3 * MIB, Rig.length(shortPieces));
        Rig other = new Rig("net");
        other.load(shortPieces);
        assertEquals(failed(Errno.EINVAL), other.set(DeviceState.RUNNING));
    }

    @Test
    void aDeviceThatStandsStillInTheP2pStatesGetsNotDirty() {
        DeviceProfile net = Drivers.named("net");
        for (List<Quirk> quirks : List.of(List.<Quirk>of(), List.of(Quirk.SUSPENDED_IN_P2P))) {
            DeviceProfile profile = new DeviceProfile(
                    net.type(),
                    net.flags(),
                    net.image(),
                    net.sizes(),
                    net.speed(),
                    net.saving(),
                    net.loading(),
                    net.dmaTracking(),
                    quirks,
                    net.protocol());
            Rig rig = new Rig(profile, Kernel.LINUX_7_2);
            int dataFd = rig.open(DeviceState.PRE_COPY_P2P);
            rig.host().pass(NS_PER_S);
            assertEquals(quirks.isEmpty(), rig.info(dataFd).dirtyBytes() > 0);
        }
    }
}

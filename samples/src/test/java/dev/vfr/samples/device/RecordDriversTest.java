package dev.vfr.samples.device;

import static dev.vfr.samples.device.Rig.NS_PER_S;
import static dev.vfr.samples.device.Rig.failed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.image.JoinedData;
import dev.vfr.samples.kernel.Kernel;
import dev.vfr.samples.kernel.PollBits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// The drivers whose stream has records or packets do what is known of them.
class RecordDriversTest {

    private static final int KIB = 1024;
    private static final int MIB = KIB * KIB;

    private static final IovaRange SMALL = new IovaRange(0, MIB);

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static ByteBuffer readBytes(Rig rig, int dataFd, int length) {
        return little(rig.read(dataFd, length).asOptional().orElseThrow().toBytes());
    }

    @Test
    void mlx5SendsTheSizeOfStopCopyFirstThenRecordsOfState() {
        Rig rig = new Rig("mlx5");
        int dataFd = rig.open(DeviceState.PRE_COPY);
        assertEquals(4L * MIB, rig.info(dataFd).initialBytes());
        ByteBuffer first = readBytes(rig, dataFd, 24);
        assertEquals(8, first.getLong(0));
        assertEquals(1, first.getInt(8), "optional");
        assertEquals(1, first.getInt(12), "stop-copy size");
        assertEquals(20L * MIB, first.getLong(16));
        assertEquals(4L * MIB - 24, rig.info(dataFd).initialBytes());
        ByteBuffer second = readBytes(rig, dataFd, 16);
        assertEquals(4L * MIB - 24 - 16, second.getLong(0));
        assertEquals(0, second.getInt(12), "state");
        rig.drain(dataFd);
        rig.set(DeviceState.STOP_COPY);
        assertEquals(8L * MIB, readBytes(rig, dataFd, 16).getLong(0), "chunks of 8 MiB");
    }

    @Test
    void mlx5SavesWhatGotDirtyOnlyWhenItIsAskedInPreCopy() {
        for (Kernel kernel : List.of(Kernel.LINUX_6_12, Kernel.LINUX_7_2)) {
            Rig rig = new Rig(Drivers.named("mlx5"), kernel);
            int dataFd = rig.open(DeviceState.PRE_COPY);
            rig.drain(dataFd);
            rig.host().pass(NS_PER_S / 10);
            assertEquals(Answer.failed(Errno.ENOMSG), rig.read(dataFd, 100));
            assertEquals(Answer.done(0), rig.device().poll(dataFd, PollBits.IN, OptionalLong.of(1)));
            PrecopyInfo info = rig.info(dataFd);
            long header = kernel.hasPrecopyInfoV2() ? 16 : 0;
            long dirty = Rig.length(rig.drain(dataFd)) - 16;
            assertTrue(dirty > MIB, dirty + " bytes");
            assertEquals(dirty + header, info.dirtyBytes(), kernel.toString());
            rig.host().pass(NS_PER_S);
            rig.set(DeviceState.PRE_COPY_P2P);
            assertEquals(0, rig.info(dataFd).dirtyBytes(), "a suspended device is not asked");
        }
    }

    @Test
    void mlx5TellsOfNewInitialDataToThoseWhoOptedInFromLinux71On() {
        Fault reinit = new Fault.Reinit(Moment.in(DeviceState.PRE_COPY, NS_PER_S), MIB);
        for (Kernel kernel : List.of(Kernel.LINUX_7_0, Kernel.LINUX_7_1)) {
            Rig rig = new Rig(Drivers.named("mlx5"), kernel, reinit);
            boolean told = rig.device().enablePrecopyInfoV2().isOk();
            assertEquals(kernel.hasPrecopyInfoV2(), told);
            int dataFd = rig.open(DeviceState.PRE_COPY);
            rig.drain(dataFd);
            rig.host().pass(2 * NS_PER_S);
            PrecopyInfo info = rig.info(dataFd);
            assertEquals(told, info.isReinit(), kernel.toString());
            if (told) {
                assertEquals(MIB + 16, info.initialBytes());
                assertEquals(0, info.dirtyBytes());
                assertFalse(rig.info(dataFd).isReinit(), "told once");
            } else {
                assertEquals(0, info.initialBytes());
                assertTrue(info.dirtyBytes() > MIB);
            }
        }
    }

    private static StateData record(long size, int flags, int tag, int payload) {
        byte[] bytes = new byte[16 + payload];
        little(bytes).putLong(size).putInt(flags).putInt(tag);
        return StateData.of(bytes);
    }

    @Test
    void mlx5RefusesRecordsThatItCannotLoadAndTheSessionIsDead() {
        List<StateData> bad = List.of(record(1L << 32, 0, 0, 0), record(8, 0, 7, 8));
        List<Errno> errnos = List.of(Errno.ENOMEM, Errno.EOPNOTSUPP);
        for (int i = 0; i < bad.size(); i++) {
            Rig rig = new Rig("mlx5");
            int dataFd = rig.open(DeviceState.RESUMING);
            assertEquals(CallResult.OK, rig.write(dataFd, record(8, 1, 7, 8)), "an optional tag is skipped");
            assertEquals(failed(errnos.get(i)), rig.write(dataFd, bad.get(i)));
            assertEquals(failed(Errno.ENODEV), rig.write(dataFd, record(8, 1, 7, 8)));
        }
    }

    @Test
    void mlx5TracksNoMoreThanItsSpan() {
        Rig rig = new Rig("mlx5");
        List<IovaRange> wide = List.of(SMALL, new IovaRange(1L << 42, MIB));
        assertEquals(failed(Errno.EOPNOTSUPP), rig.device().startDmaLogging(4096, wide));
        assertEquals(CallResult.OK, rig.device().startDmaLogging(4096, List.of(new IovaRange(0, 1L << 42))));
        assertEquals(failed(Errno.EINVAL), rig.device().startDmaLogging(4096, List.of(SMALL)), "started");
    }

    @Test
    void virtioSavesAllOfItsStateAgainAtMostOnceASecond() {
        Rig rig = new Rig("virtio");
        int dataFd = rig.open(DeviceState.PRE_COPY);
        assertEquals(64 * KIB + 16, rig.info(dataFd).initialBytes());
        assertEquals(64 * KIB + 16, Rig.length(rig.drain(dataFd)));
        assertEquals(0, rig.info(dataFd).dirtyBytes(), "the device is not asked again so soon");
        for (int round = 0; round < 3; round++) {
            rig.host().pass(NS_PER_S);
            assertEquals(64 * KIB, rig.info(dataFd).dirtyBytes());
            assertEquals(64 * KIB + 16, rig.info(dataFd).dirtyBytes(), "what was saved meanwhile");
            assertEquals(64 * KIB + 16, Rig.length(rig.drain(dataFd)));
        }
        assertEquals(Answer.done(PollBits.IN), rig.device().poll(dataFd, PollBits.IN, OptionalLong.of(1)));
        rig.set(DeviceState.STOP_COPY);
        assertEquals(64 * KIB + 16, Rig.length(rig.drain(dataFd)));
    }

    @Test
    void virtioLoadsEachRecordWhenItIsThereAndMissesNoneAtTheEnd() {
        List<StateData> pieces = new Rig("virtio").save();
        byte[] image = JoinedData.of(pieces).toBytes();
        image[100] ^= 1;
        Rig changed = new Rig("virtio");
        assertEquals(failed(Errno.EINVAL), changed.load(List.of(StateData.of(image))));
        Rig half = new Rig("virtio");
        assertEquals(CallResult.OK, half.load(List.of(pieces.getFirst().slice(0, 1000))));
        assertEquals(CallResult.OK, half.set(DeviceState.STOP), "nobody looks");
        assertTrue(half.device().lostState(), "but it is so");
    }

    private static DeviceProfile withStopCopyBytes(DeviceProfile driver, long stopCopyBytes) {
        return new DeviceProfile(
                driver.type(),
                driver.flags(),
                driver.image(),
                new DeviceProfile.Sizes(0, 0, 0, stopCopyBytes, driver.sizes().readMaxBytes()),
                driver.speed(),
                driver.saving(),
                driver.loading(),
                driver.dmaTracking(),
                driver.quirks(),
                driver.protocol());
    }

    @Test
    void xeSendsPacketsInOrderWithAllOfItsMemory() {
        DeviceProfile xe = Drivers.named("xe");
        Rig rig = new Rig(withStopCopyBytes(xe, 2048L * MIB), Kernel.LINUX_7_2);
        int dataFd = rig.open(DeviceState.STOP_COPY);
        List<Integer> types = new ArrayList<>();
        long vram = 0;
        while (true) {
            StateData header = rig.read(dataFd, 24).asOptional().orElseThrow();
            if (header.length() == 0) {
                break;
            }
            ByteBuffer fields = little(header.toBytes());
            assertEquals(1, fields.get(0), "version");
            types.add((int) fields.get(1));
            long size = fields.getLong(16);
            assertTrue(size <= 512L * MIB, size + " bytes");
            if (fields.get(1) == 6) {
                assertEquals(vram, fields.getLong(8), "offset");
                vram += size;
            }
            for (long left = size; left > 0; ) {
                left -= rig.read(dataFd, (int) Math.min(left, MIB))
                        .asOptional()
                        .orElseThrow()
                        .length();
            }
        }
        assertEquals(List.of(1, 3, 4, 5, 6, 6, 6, 6, 2), types);
        assertEquals(2048L * MIB - 3 * MIB, vram);
    }

    @Test
    void xeRefusesWhatIsNoPacket() {
        byte[] image = new byte[24];
        image[0] = 9;
        assertEquals(failed(Errno.EINVAL), new Rig("xe").load(List.of(StateData.of(image))));
    }
}

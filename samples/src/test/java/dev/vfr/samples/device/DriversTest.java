package dev.vfr.samples.device;

import static dev.vfr.samples.device.Rig.NS_PER_S;
import static dev.vfr.samples.device.Rig.failed;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.MemoryEvent.IovaRange;
import dev.vfr.model.vfio.Arc;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.model.vfio.PrecopyInfo;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.image.JoinedData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/// Each driver does what is known of it.
class DriversTest {

    private static final int KIB = 1024;
    private static final int MIB = KIB * KIB;

    private static final IovaRange SMALL = new IovaRange(0, MIB);

    static List<String> names() {
        return Drivers.names();
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatADeviceGivesAnotherOfItsTypeTakes(String driver) {
        Rig source = new Rig(driver);
        List<StateData> pieces = source.save();
        DeviceTruth truth = source.device().truth();
        assertEquals(truth.preCopyBytes() + truth.stopCopyBytes(), Rig.length(pieces));
        Rig destination = new Rig(driver);
        assertEquals(CallResult.OK, destination.load(pieces));
        assertEquals(CallResult.OK, destination.set(DeviceState.RUNNING));
        assertFalse(destination.device().lostState());
        assertEquals(Rig.length(pieces), destination.device().resumedBytes());
    }

    @ParameterizedTest
    @CsvSource({"net, ENOMSG", "mlx5, ENOMSG", "virtio, ENOMSG", "hisi-acc, ZERO", "qat, ZERO", "mtty, ZERO"})
    void theTemporaryEndOfPreCopyIsTheDrivers(String driver, TemporaryEnd end) {
        Rig rig = new Rig(driver);
        int dataFd = rig.open(DeviceState.PRE_COPY);
        rig.drain(dataFd);
        Answer<StateData> expected = switch (end) {
            case ENOMSG -> Answer.failed(Errno.ENOMSG);
            case ZERO -> Answer.done(StateData.NONE);
        };
        assertEquals(expected, rig.read(dataFd, 100));
    }

    @ParameterizedTest
    @CsvSource({
        "mlx5, 7, true",
        "hisi-acc, 5, false",
        "virtio, 7, false",
        "pds, 3, true",
        "qat, 7, false",
        "xe, 3, false",
        "mtty, 7, true"
    })
    void flagsAndDmaLoggingAreTheDrivers(String driver, long flags, boolean dmaLogging) {
        Rig rig = new Rig(driver);
        assertEquals(
                new MigrationFlags(flags),
                rig.device().migrationFlags().asOptional().orElseThrow());
        CallResult started = rig.device().startDmaLogging(4096, List.of(SMALL));
        assertEquals(dmaLogging ? CallResult.OK : failed(Errno.ENOTTY), started);
        assertEquals(dmaLogging, rig.device().truth().dmaLogging());
    }

    /// A write error makes the session dead, or leaves it as it was.
    @ParameterizedTest
    @CsvSource({
        "hisi-acc, 176, ENOMEM, EFAULT",
        "pds, 65536, EINVAL, ",
        "qat, 4096, ENOMEM, EINVAL",
        "mtty, 60, ENOMEM, EFAULT"
    })
    void aFixedImageHasItsSizeAndItsErrors(String driver, int size, Errno tooLong, Errno badHeader) {
        Rig source = new Rig(driver);
        byte[] image = JoinedData.of(source.save()).toBytes();
        assertEquals(size, image.length);
        assertEquals(Answer.done((long) size), new Rig(driver).device().migDataSize());
        Rig destination = new Rig(driver);
        List<StateData> longer = List.of(StateData.of(image), StateData.of(new byte[1]));
        assertEquals(failed(tooLong), destination.load(longer));
        if (badHeader != null) {
            image[0] ^= 1;
            assertEquals(failed(badHeader), new Rig(driver).load(List.of(StateData.of(image))));
        }
    }

    @Test
    void hisiSendsItsMatchBlockFirstAndOnlyThatWhereTheGuestHasNoDriver() {
        Rig rig = new Rig("hisi-acc");
        int dataFd = rig.open(DeviceState.PRE_COPY);
        assertEquals(40, rig.info(dataFd).initialBytes());
        assertEquals(40, Rig.length(rig.drain(dataFd)));
        assertEquals(0, rig.info(dataFd).initialBytes());
        assertEquals(0, rig.info(dataFd).dirtyBytes());
        byte[] idle = JoinedData.of(new Rig("hisi-acc-idle").save()).toBytes();
        assertEquals(40, idle.length);
        assertEquals(0xAACC_FEED_DECA_DEDEL, little(idle).getLong(0));
        Rig destination = new Rig("hisi-acc");
        destination.load(List.of(StateData.of(idle)));
        assertEquals(CallResult.OK, destination.set(DeviceState.RUNNING));
        Rig half = new Rig("hisi-acc");
        half.load(List.of(StateData.of(idle), StateData.of(new byte[20])));
        assertEquals(failed(Errno.EINVAL), half.set(DeviceState.STOP));
    }

    @Test
    void qatCountsTheSetupPartDown() {
        Rig rig = new Rig("qat");
        int dataFd = rig.open(DeviceState.PRE_COPY);
        assertEquals(KIB, rig.info(dataFd).initialBytes());
        rig.read(dataFd, 1000);
        assertEquals(24, rig.info(dataFd).initialBytes());
        assertEquals(0, rig.info(dataFd).dirtyBytes());
        rig.set(DeviceState.STOP_COPY);
        assertEquals(4096 - 1000, Rig.length(rig.drain(dataFd)));
    }

    @Test
    void pdsSaysEioInErrorUntilItIsReset() {
        Fault broken =
                new Fault.ArcFails(new Arc(DeviceState.RUNNING_P2P, DeviceState.STOP), Errno.EIO, DeviceState.ERROR, 1);
        Rig rig = new Rig("pds", broken);
        assertEquals(failed(Errno.EIO), rig.set(DeviceState.STOP_COPY));
        for (DeviceState state : DeviceState.values()) {
            assertEquals(failed(Errno.EIO), rig.set(state), state.name());
        }
        assertEquals(CallResult.OK, rig.device().reset());
        assertEquals(CallResult.OK, rig.set(DeviceState.STOP));
    }

    @Test
    void pdsStopsDmaLoggingAtTheEndOfSavingAndOthersDoNot() {
        for (String driver : List.of("pds", "nvme")) {
            Rig rig = new Rig(driver);
            rig.device().startDmaLogging(4096, List.of(SMALL));
            rig.open(DeviceState.STOP_COPY);
            rig.set(DeviceState.STOP);
            boolean on = driver.equals("nvme");
            assertEquals(on, rig.device().truth().dmaLogging(), driver);
            assertEquals(on, rig.device().reportDirtyPages(SMALL, 4096).result().isOk(), driver);
        }
    }

    private static ByteBuffer little(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    @Test
    void theDraftOf2022HasCallsOfItsOwnAndEstimatesOfAllThatStopCopyWouldSend() {
        Rig rig = new Rig("draft-2022");
        assertEquals(Answer.failed(Errno.ENOTTY), rig.device().state());
        assertEquals(Answer.failed(Errno.ENOTTY), rig.device().migDataSize());
        assertEquals(failed(Errno.ENOTTY), rig.device().enablePrecopyInfoV2());
        int dataFd = rig.open(DeviceState.PRE_COPY);
        PrecopyInfo info = rig.info(dataFd);
        assertEquals(5L * MIB + PlainImage.TRAILER_BYTES, info.initialBytes());
        assertEquals(0, info.dirtyBytes());
        rig.drain(dataFd);
        rig.host().pass(NS_PER_S);
        info = rig.info(dataFd);
        assertEquals(0, info.initialBytes(), "the initial phase is over");
        rig.set(DeviceState.STOP_COPY);
        assertEquals(info.dirtyBytes(), Rig.length(rig.drain(dataFd)));
        assertEquals(Answer.failed(Errno.EINVAL), rig.device().precopyInfo(dataFd, 0));
        assertEquals(failed(Errno.EINVAL), rig.set(DeviceState.PRE_COPY), "blocked there too");
    }

    @Test
    void theLargeVgpuHasAHundredGib() {
        DeviceProfile.Sizes sizes = Drivers.named("nvidia-vgpu").sizes();
        assertEquals(100L * KIB * MIB, sizes.initialBytes() + sizes.stopCopyBytes());
    }
}

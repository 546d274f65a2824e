package dev.vfr.model.vfio;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The bytes are what a C program on x86-64 puts into the structs of linux/vfio.h.
class LayoutTest {

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static String hex(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.capacity()];
        buffer.get(0, bytes);
        return HexFormat.of().formatHex(bytes);
    }

    @Test
    void aSetOfStopCopyIsSixteenBytes() {
        ByteBuffer buffer = littleEndian(16);
        FeatureHeader header = FeatureHeader.of(DeviceFeature.MIG_DEVICE_STATE, FeatureHeader.SET);
        MigDeviceState state = new MigDeviceState(DeviceState.STOP_COPY.number(), MigDeviceState.NO_FD);
        header.encode(buffer, 0);
        state.encode(buffer, FeatureHeader.SIZE_BYTES);
        assertEquals("1000000002000200" + "03000000ffffffff", hex(buffer));
        assertEquals(header, FeatureHeader.decode(buffer, 0));
        assertEquals(state, MigDeviceState.decode(buffer, FeatureHeader.SIZE_BYTES));
        assertEquals(
                Optional.of(DeviceState.STOP_COPY),
                MigDeviceState.decode(buffer, 8).state());
        assertEquals(Optional.of(DeviceFeature.MIG_DEVICE_STATE), header.feature());
    }

    @Test
    void aStateNumberIsUnsigned() {
        ByteBuffer buffer = littleEndian(8);
        buffer.putInt(0, -1);
        assertEquals(0xffff_ffffL, MigDeviceState.decode(buffer, 0).stateNumber());
        assertTrue(MigDeviceState.decode(buffer, 0).state().isEmpty());
        assertThrows(IllegalArgumentException.class, () -> new MigDeviceState(-1, 0));
    }

    @Test
    void migrationFlagsAndDataSizeAreOneNumber() {
        ByteBuffer buffer = littleEndian(16);
        new MigrationPayload(MigrationFlags.ALL).encode(buffer, 0);
        new MigDataSize(0x0102030405060708L).encode(buffer, 8);
        assertEquals("0700000000000000" + "0807060504030201", hex(buffer));
        assertEquals(MigrationFlags.ALL, MigrationPayload.decode(buffer, 0).flags());
        assertEquals(0x0102030405060708L, MigDataSize.decode(buffer, 8).stopCopyLength());
    }

    @Test
    void precopyInfoIsTwentyFourBytes() {
        ByteBuffer buffer = littleEndian(24);
        PrecopyInfo info = new PrecopyInfo(24, PrecopyInfo.REINIT, 0x1111, 0x2222);
        info.encode(buffer, 0);
        assertEquals("18000000" + "01000000" + "1111000000000000" + "2222000000000000", hex(buffer));
        assertEquals(info, PrecopyInfo.decode(buffer, 0));
        assertTrue(info.isReinit());
    }

    @Test
    void dmaLoggingStructsHaveTheKernelsOffsets() {
        ByteBuffer control = littleEndian(24);
        new DmaLoggingControl(4096, 2, 0xdead_beefL).encode(control, 0);
        assertEquals("0010000000000000" + "02000000" + "00000000" + "efbeadde00000000", hex(control));
        assertEquals(new DmaLoggingControl(4096, 2, 0xdead_beefL), DmaLoggingControl.decode(control, 0));

        ByteBuffer range = littleEndian(16);
        new DmaLoggingRange(0x100000, 0x200000).encode(range, 0);
        assertEquals("0000100000000000" + "0000200000000000", hex(range));
        assertEquals(new DmaLoggingRange(0x100000, 0x200000), DmaLoggingRange.decode(range, 0));

        ByteBuffer report = littleEndian(32);
        new DmaLoggingReport(1, 2, 3, 4).encode(report, 0);
        assertEquals("0100000000000000" + "0200000000000000" + "0300000000000000" + "0400000000000000", hex(report));
        assertEquals(new DmaLoggingReport(1, 2, 3, 4), DmaLoggingReport.decode(report, 0));
        assertEquals(256, DmaLoggingControl.RANGES_MAX);
    }

    @Test
    void structsAreReadInTheBuffersByteOrder() {
        ByteBuffer buffer = ByteBuffer.allocate(8).order(ByteOrder.BIG_ENDIAN);
        new FeatureHeader(16, FeatureHeader.GET | 1).encode(buffer, 0);
        assertEquals("0000001000010001", hex(buffer));
        assertEquals(16, FeatureHeader.decode(buffer, 0).argszBytes());
    }

    @Test
    void featuresHaveTheKernelsIndicesAndSizes() {
        assertEquals(2, DeviceFeature.MIG_DEVICE_STATE.index());
        assertEquals(8, DeviceFeature.DMA_LOGGING_REPORT.index());
        assertEquals(9, DeviceFeature.MIG_DATA_SIZE.index());
        assertEquals(12, DeviceFeature.MIG_PRECOPY_INFO_V2.index());
        assertEquals(13, DeviceFeature.values().length);
        assertEquals(
                32,
                FeatureHeader.of(DeviceFeature.DMA_LOGGING_START, FeatureHeader.SET)
                        .argszBytes());
        assertEquals(
                40,
                FeatureHeader.of(DeviceFeature.DMA_LOGGING_REPORT, FeatureHeader.GET)
                        .argszBytes());
        assertTrue(DeviceFeature.ofIndex(13).isEmpty());
        assertTrue(DeviceFeature.ofIndex(-1).isEmpty());
    }

    @Test
    void theKindOfFdTellsWhatAnIoctlNumberMeans() {
        assertEquals(Optional.of(VfioIoctl.VFIO_DEVICE_FEATURE), VfioIoctl.of(FdKind.DEVICE, 0x3b75));
        assertEquals(Optional.of(VfioIoctl.VFIO_IOMMU_DIRTY_PAGES), VfioIoctl.of(FdKind.CONTAINER, 0x3b75));
        assertEquals(Optional.of(VfioIoctl.VFIO_MIG_GET_PRECOPY_INFO), VfioIoctl.of(FdKind.DATA, 0x3b79));
        assertEquals(Optional.of(VfioIoctl.VFIO_EEH_PE_OP), VfioIoctl.of(FdKind.CONTAINER, 0x3b79));
        assertEquals(Optional.empty(), VfioIoctl.of(FdKind.DEVICE, 0x3b79));
        assertEquals(0x3b6f, VfioIoctl.VFIO_DEVICE_RESET.number());
        assertEquals(0x3b6b, VfioIoctl.VFIO_DEVICE_GET_INFO.number());
        for (VfioIoctl ioctl : VfioIoctl.values()) {
            assertEquals(Optional.of(ioctl), VfioIoctl.of(ioctl.fdKind(), ioctl.number()));
        }
    }
}

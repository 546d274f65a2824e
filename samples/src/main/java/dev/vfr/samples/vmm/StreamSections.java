package dev.vfr.samples.vmm;

import dev.vfr.recorder.capture.stream.StreamTag;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// The sections of QEMU's migration stream, as bytes.
///
/// | byte | section | what follows |
/// |---|---|---|
/// | 0x00 | end of the sections | |
/// | 0x01, 0x04 | start, full | u32 id, u8 n + name, u32 instance, u32 version, body, footer |
/// | 0x02, 0x03 | part, end | u32 id, body, footer |
/// | 0x06 | description | u32 n + JSON |
/// | 0x07 | configuration | u32 n + machine type |
/// | 0x08 | command | u16 command, u16 n + data |
/// | 0x7e | footer | u32 id |
///
/// Source: migration/savevm.c.
final class StreamSections {

    static final int PART = 0x02;
    static final int END = 0x03;

    static final int COMMAND_OPEN_RETURN_PATH = 1;
    static final int COMMAND_PING = 2;
    static final int COMMAND_SWITCHOVER_START = 11;

    /// The section of guest memory.
    static final int RAM_ID = 1;

    /// The first device's section; the handlers of the machine's own devices lie between.
    private static final int FIRST_DEVICE_ID = 38;

    private static final int MAGIC = 0x5145_564d;
    private static final int FILE_VERSION = 3;
    private static final int EOF = 0x00;
    private static final int START = 0x01;
    private static final int FULL = 0x04;
    private static final int DESCRIPTION = 0x06;
    private static final int CONFIGURATION = 0x07;
    private static final int COMMAND = 0x08;
    private static final int FOOTER = 0x7e;

    private static final int DEVICE_VERSION = 1;
    private static final int PCI_DEVICE_VERSION = 2;
    private static final int PCI_CONFIG_BYTES = 4096;
    private static final int PCI_IRQ_STATE_BYTES = 16;
    private static final int RUN_STATE_BYTES = 100;

    private StreamSections() {}

    /// The section of the device at that position.
    static int deviceId(int position) {
        return FIRST_DEVICE_ID + position;
    }

    static StreamPiece fileHeader(VmmRelease machine) {
        return new StreamBytes()
                .u32(MAGIC)
                .u32(FILE_VERSION)
                .u8(CONFIGURATION)
                .string32("pc-i440fx-" + machine.version())
                .piece();
    }

    static StreamPiece command(int command) {
        StreamBytes out = new StreamBytes().u8(COMMAND).u16(command);
        return command == COMMAND_PING
                ? out.u16(Integer.BYTES).u32(1).piece()
                : out.u16(0).piece();
    }

    static StreamPiece ramStart(long ramBytes) {
        StreamBytes out = head(START, RAM_ID, RamSection.HANDLER, RamSection.VERSION);
        RamSection.setup(out, ramBytes);
        return footer(out, RAM_ID).piece();
    }

    private static StreamBytes head(int type, int id, String handler, int version) {
        return new StreamBytes().u8(type).u32(id).string8(handler).u32(0).u32(version);
    }

    private static StreamBytes footer(StreamBytes out, int id) {
        return out.u8(FOOTER).u32(id);
    }

    /// A section with pages of guest memory.
    ///
    /// @param type part or end
    static List<StreamPiece> ram(int type, long firstPage, int pages) {
        StreamBytes begin = new StreamBytes().u8(type).u32(RAM_ID);
        StreamBytes end = new StreamBytes();
        RamSection.end(end);
        footer(end, RAM_ID);
        if (pages == 0) {
            return List.of(begin.piece(), end.piece());
        }
        RamSection.firstPage(begin, firstPage);
        return List.of(begin.piece(), new StreamPiece.Pages(firstPage + 1, pages - 1), end.piece());
    }

    static StreamPiece deviceStart(int position, String handler) {
        return head(START, deviceId(position), handler, DEVICE_VERSION).piece();
    }

    /// Begins a section of a device.
    ///
    /// @param type part or end
    static StreamPiece deviceHead(int type, int position) {
        return new StreamBytes().u8(type).u32(deviceId(position)).piece();
    }

    static StreamPiece deviceFooter(int id) {
        return footer(new StreamBytes(), id).piece();
    }

    static StreamPiece tag(StreamTag tag) {
        return new StreamBytes().u64(tag.value()).piece();
    }

    static StreamPiece dataHead(long bytes) {
        return new StreamBytes()
                .u64(StreamTag.DEV_DATA_STATE.value())
                .u64(bytes)
                .piece();
    }

    /// A device's configuration: its PCI configuration space and the state of its interrupt pins.
    static StreamPiece deviceFull(int position, String handler, boolean withConfig) {
        StreamBytes out = head(FULL, deviceId(position), handler, DEVICE_VERSION);
        if (withConfig) {
            out.u64(StreamTag.DEV_CONFIG_STATE.value()).bytes(config());
        }
        out.u64(StreamTag.END_OF_STATE.value());
        return footer(out, deviceId(position)).piece();
    }

    /// struct PCIDevice and MSI-X as vmstate has them, MSI-X absent.
    static byte[] config() {
        StreamBytes out = new StreamBytes().u32(PCI_DEVICE_VERSION).bytes(new byte[PCI_CONFIG_BYTES]);
        out.bytes(new byte[PCI_IRQ_STATE_BYTES]);
        return out.toBytes();
    }

    /// What the guest did before it was stopped, by which the destination decides whether to start it.
    ///
    /// @param id behind those of the devices
    static StreamPiece globalState(int id, String runState) {
        byte[] name = new byte[RUN_STATE_BYTES];
        byte[] text = runState.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, name, 0, text.length);
        StreamBytes out = head(FULL, id, "globalstate", 1).u32(text.length + 1).bytes(name);
        return footer(out, id).piece();
    }

    /// The end of all sections, and what they looked like.
    static StreamPiece end(List<String> handlers, boolean withConfig) {
        StringBuilder json = new StringBuilder("{\"configuration\": {\"vmsd_name\": \"configuration\", \"version\": 1,"
                + " \"fields\": [{\"name\": \"len\", \"type\": \"uint32\", \"size\": 4}, {\"name\": \"name\", \"type\":"
                + " \"buffer\", \"size\": 14}]}, \"page_size\": 4096, \"devices\": [");
        int bytes = Long.BYTES + (withConfig ? Long.BYTES + config().length : 0);
        for (String handler : handlers) {
            json.append(
                    "{\"name\": \"%1$s\", \"instance_id\": 0, \"size\": %2$d, \"fields\": [{\"name\": \"data\", \"size\": %2$d, \"type\": \"buffer\"}]}, "
                            .formatted(handler, bytes));
        }
        json.append("{\"name\": \"globalstate\", \"instance_id\": 0, \"vmsd_name\": \"globalstate\", \"version\": 1,"
                + " \"fields\": [{\"name\": \"size\", \"type\": \"uint32\", \"size\": 4}, {\"name\": \"runstate\","
                + " \"type\": \"buffer\", \"size\": 100}]}]}");
        return new StreamBytes()
                .u8(EOF)
                .u8(DESCRIPTION)
                .string32(json.toString())
                .piece();
    }
}

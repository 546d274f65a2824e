package dev.vfr.recorder.capture.stream;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Writes small migration streams in the shape of QEMU's.
final class StreamBytes {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /// The header and the configuration.
    static StreamBytes begun() {
        return new StreamBytes().u32(0x5145564d).u32(3).configuration("pc-q35-10.0");
    }

    /// Two devices that are migrated in rounds, the guest's memory, another handler's state, and the description.
    static StreamBytes migration() {
        return begun().ramSetUp(1)
                .section(1, 7, "0000:00:02.0/vfio")
                .tag(StreamTag.DEV_SETUP_STATE)
                .tag(StreamTag.END_OF_STATE)
                .footer(7)
                .goingOn(2, 1)
                .u64(0x2008)
                .name("pc.ram")
                .zeros(4096)
                .u64(0x3000 | 0x22)
                .u8(0)
                .u64(0x10)
                .footer(1)
                .goingOn(2, 7)
                .data("initial state!")
                .tag(StreamTag.DEV_INIT_DATA_SENT)
                .footer(7)
                .u8(8)
                .u16(11)
                .u16(0)
                .goingOn(3, 1)
                .u64(0x10)
                .footer(1)
                .goingOn(3, 7)
                .data("rest")
                .data("of it")
                .tag(StreamTag.END_OF_STATE)
                .footer(7)
                .section(4, 9, "timer")
                .text("~ no footer ~")
                .footer(9)
                .section(4, 7, "0000:00:02.0/vfio")
                .tag(StreamTag.DEV_CONFIG_STATE)
                .text("config space")
                .tag(StreamTag.END_OF_STATE)
                .footer(7)
                .u8(0)
                .description(
                        "{\"page_size\": 4096, \"devices\": [{\"name\": \"timer\", \"instance_id\": 0, \"size\": 13}]}");
    }

    byte[] bytes() {
        return out.toByteArray();
    }

    int length() {
        return out.size();
    }

    StreamBytes configuration(String machine) {
        return u8(7).u32(machine.length()).text(machine);
    }

    /// @param kind 1 START, 4 FULL
    StreamBytes section(int kind, int id, String name) {
        return u8(kind).u32(id).name(name).u32(0).u32(name.equals("ram") ? 4 : 1);
    }

    /// @param kind 2 PART, 3 END
    StreamBytes goingOn(int kind, int id) {
        return u8(kind).u32(id);
    }

    StreamBytes ramSetUp(int id) {
        return section(1, id, "ram")
                .u64(0x6000 | 4)
                .name("pc.ram")
                .u64(0x4000)
                .name("pc.rom")
                .u64(0x2000)
                .u64(0x10)
                .footer(id);
    }

    StreamBytes footer(int id) {
        return u8(0x7e).u32(id);
    }

    StreamBytes tag(StreamTag tag) {
        return u64(tag.value());
    }

    StreamBytes data(String bytes) {
        return tag(StreamTag.DEV_DATA_STATE).u64(bytes.length()).text(bytes);
    }

    StreamBytes description(String json) {
        return u8(6).u32(json.length()).text(json);
    }

    StreamBytes name(String name) {
        return u8(name.length()).text(name);
    }

    StreamBytes text(String text) {
        out.writeBytes(text.getBytes(StandardCharsets.US_ASCII));
        return this;
    }

    StreamBytes zeros(int count) {
        out.writeBytes(new byte[count]);
        return this;
    }

    StreamBytes u8(int value) {
        out.write(value);
        return this;
    }

    StreamBytes u16(int value) {
        return u8(value >> 8).u8(value);
    }

    StreamBytes u32(int value) {
        out.writeBytes(ByteBuffer.allocate(4).putInt(value).array());
        return this;
    }

    StreamBytes u64(long value) {
        out.writeBytes(ByteBuffer.allocate(8).putLong(value).array());
        return this;
    }
}

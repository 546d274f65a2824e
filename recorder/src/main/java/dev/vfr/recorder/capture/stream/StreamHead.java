package dev.vfr.recorder.capture.stream;

import dev.vfr.recorder.capture.stream.StreamElement.Configuration;
import dev.vfr.recorder.capture.stream.StreamElement.ConfigurationSubsection;
import dev.vfr.recorder.capture.stream.StreamElement.Damage;
import dev.vfr.recorder.capture.stream.StreamElement.FileHeader;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/// The beginning of a stream: its header, and the configuration with what it says about the rest.
final class StreamHead {

    static final long MAGIC = 0x5145_564dL;

    private static final long VERSION = 3;
    private static final int MAX_MACHINE_NAME = 1 << 12;
    private static final int MAX_CAPABILITIES = 256;
    private static final int UUID_BYTES = 16;

    private boolean read;
    private boolean configured;
    private RamFormat ram = RamFormat.PLAIN;

    boolean isRead() {
        return read;
    }

    RamFormat ram() {
        return ram;
    }

    Body.Step step(Window window) {
        if (!window.has(8)) {
            return Body.Step.Plain.WAITS;
        }
        if (window.u32(0) != MAGIC || window.u32(4) != VERSION) {
            return damage(window, "0x5145564d00000003, the header of a migration stream", 8);
        }
        window.take(8);
        read = true;
        return new Body.Step.Read(new FileHeader(window.offset() - 8, VERSION));
    }

    Body.Step configuration(Window window) {
        if (!window.has(5)) {
            return Body.Step.Plain.WAITS;
        }
        long length = window.u32(1);
        if (length > MAX_MACHINE_NAME) {
            return damage(window, "the length of a machine type's name", 5);
        }
        if (!window.has(5 + length)) {
            return Body.Step.Plain.WAITS;
        }
        Configuration element = new Configuration(window.offset(), window.text(5, (int) length));
        window.take(5 + (int) length);
        configured = true;
        return new Body.Step.Read(element);
    }

    /// Byte 5, u8 length, name, u32 version; then `target-page-bits` u32, `uuid` 16 bytes, or
    /// `capabilities` u32 count
    /// and for each u8 length and name.
    Body.Step subsection(Window window) {
        if (!configured) {
            return damage(window, "the head of a section", 1);
        }
        if (!window.has(2) || !window.has(2 + window.u8(1) + 8)) {
            return Body.Step.Plain.WAITS;
        }
        String name = window.text(2, window.u8(1));
        int at = 2 + window.u8(1) + 4;
        return switch (name) {
            case "configuration/target-page-bits" -> pageBits(window, name, at);
            case "configuration/capabilities" -> capabilities(window, name, at);
            case "configuration/uuid" ->
                window.has(at + UUID_BYTES)
                        ? element(window, name, at + UUID_BYTES, OptionalInt.empty(), List.of())
                        : Body.Step.Plain.WAITS;
            default -> damage(window, "a subsection of the configuration", at);
        };
    }

    private Body.Step pageBits(Window window, String name, int at) {
        long bits = window.u32(at);
        // From the smallest page that holds the flags of its record up to the largest of any target.
        if (bits < 10 || bits > 24) {
            return damage(window, "the bits of a page", at + 4);
        }
        ram = new RamFormat(1L << bits, ram.ignoreShared(), ram.mapped());
        return element(window, name, at + 4, OptionalInt.of((int) bits), List.of());
    }

    private Body.Step capabilities(Window window, String name, int at) {
        long count = window.u32(at);
        if (count > MAX_CAPABILITIES) {
            return damage(window, "the number of capabilities", at + 4);
        }
        List<String> names = new ArrayList<>();
        int end = at + 4;
        for (long i = 0; i < count; i++) {
            if (!window.has(end + 1) || !window.has(end + 1 + window.u8(end))) {
                return Body.Step.Plain.WAITS;
            }
            names.add(window.text(end + 1, window.u8(end)));
            end += 1 + window.u8(end);
        }
        ram = new RamFormat(ram.pageBytes(), names.contains("x-ignore-shared"), names.contains("mapped-ram"));
        return element(window, name, end, OptionalInt.empty(), names);
    }

    private static Body.Step element(Window window, String name, int bytes, OptionalInt pageBits, List<String> names) {
        var element = new ConfigurationSubsection(window.offset(), name, pageBits, names);
        window.take(bytes);
        return new Body.Step.Read(element);
    }

    private static Body.Step damage(Window window, String expected, int bytes) {
        return new Body.Step.Read(new Damage(window.offset(), expected, window.hex(0, bytes)));
    }
}

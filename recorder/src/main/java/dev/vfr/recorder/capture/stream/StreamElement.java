package dev.vfr.recorder.capture.stream;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// One element of a migration stream.
///
/// Source of the layout: QEMU's migration/savevm.c, migration/ram.c and hw/vfio/migration.c. All integers are
/// big-endian.
public sealed interface StreamElement {

    /// Bytes of the stream before the element's first.
    long offset();

    /// u32 magic 0x5145564d, u32 version.
    record FileHeader(long offset, long version) implements StreamElement {}

    /// Byte 7, u32 length, name of the machine type.
    record Configuration(long offset, String machine) implements StreamElement {}

    /// A subsection of the configuration: byte 5, u8 length, name, u32 version, then what the name says.
    ///
    /// @param pageBits of `configuration/target-page-bits`, else empty
    /// @param capabilities of `configuration/capabilities`: the migration capabilities that bear on the
    ///     stream's form
    record ConfigurationSubsection(long offset, String name, OptionalInt pageBits, List<String> capabilities)
            implements StreamElement {
        public ConfigurationSubsection {
            capabilities = List.copyOf(capabilities);
        }
    }

    /// The head of a section. START and FULL: kind, u32 id, u8 length, idstr, u32 instance, u32 version;
    /// PART and END:
    /// kind, u32 id.
    record SectionHead(long offset, Section section) implements StreamElement {}

    /// A device state record of VFIO.
    ///
    /// @param lengthBytes bytes of device data that follow, of [StreamTag#DEV_DATA_STATE] alone
    /// @param expected what QEMU writes at this place where it is something else: QEMU reads such a record
    ///     all the same
    record DeviceRecord(
            long offset, Section section, StreamTag tag, OptionalLong lengthBytes, Optional<String> expected)
            implements StreamElement {}

    /// Some bytes of the device data of the last [StreamTag#DEV_DATA_STATE].
    ///
    /// @param bytes a view of the parser's memory, valid until the parser is next called
    record Payload(long offset, Section section, ByteBuffer bytes) implements StreamElement {}

    /// The vmstate between [StreamTag#DEV_CONFIG_STATE] and [StreamTag#END_OF_STATE], which has no length
    /// of its own:
    /// it
    /// ends where that tag and the section's footer stand.
    record DeviceConfig(long offset, Section section, long bytes) implements StreamElement {}

    /// The body of a section that is not read, or the rest of it from where it could not be.
    ///
    /// @param endKnownBy why the next element's place is believed
    /// @param reason why it was not read
    record Unread(long offset, Section section, long bytes, EndKnownBy endKnownBy, String reason)
            implements StreamElement {}

    /// How the end of a body without a length was found.
    enum EndKnownBy {
        /// The stream's own description has the body's size, and the footer stands there.
        DESCRIPTION,
        /// The section's footer with the head of another element behind it: likely, not certain.
        FOOTER
    }

    /// Byte 0x7e and the section's u32 id.
    record SectionFooter(long offset, Section section) implements StreamElement {}

    /// Byte 8, u16 command (MIG_CMD_*), u16 length and the command's data.
    ///
    /// @param lengthBytes bytes of data, a package's content included
    record Command(long offset, int command, long lengthBytes) implements StreamElement {}

    /// Byte 0: no section follows.
    record EndOfStream(long offset) implements StreamElement {}

    /// Byte 6, u32 length, JSON that describes the sections.
    record Description(long offset, String json) implements StreamElement {}

    /// Where the stream cannot be read any further. The last element.
    ///
    /// @param expected what the format wants at `offset`
    /// @param found what is there
    record Damage(long offset, String expected, String found) implements StreamElement {
        /// Such as `at byte 1082650: expected a tag, found 0x0000000000000018`.
        public String text() {
            return "at byte " + offset + ": expected " + expected + ", found " + found;
        }
    }
}

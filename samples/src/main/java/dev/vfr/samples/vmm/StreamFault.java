package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;

/// Something that is wrong with the migration stream between source and destination.
///
/// Records of device data are counted over all devices in the order of the stream, from 0.
public sealed interface StreamFault {

    /// The stream ends before its end, and the connection with it.
    ///
    /// @param offset bytes that still arrive
    record Truncated(long offset) implements StreamFault {}

    /// One byte of a record of device data is another.
    ///
    /// @param offset bytes from the record's first: its tag has 8, its length 8, its data the rest
    /// @param mask the bits that are inverted, 1 to 255
    record ByteCorrupted(
            int record, long offset, @Default("1") int mask) implements StreamFault {}

    /// A record has length 0 and no data.
    record RecordEmptied(int record) implements StreamFault {}

    /// A record is missing.
    record RecordDropped(int record) implements StreamFault {}

    /// A record comes twice.
    record RecordDuplicated(int record) implements StreamFault {}

    /// A record and the next of the same device come in each other's place.
    record RecordsSwapped(int record) implements StreamFault {}

    /// A record has the data of another device in it, of the same length.
    record ForeignData(int record) implements StreamFault {}

    /// The destination's VM has no such device.
    ///
    /// @param device the device's position in the source VMM
    record SectionMissing(int device) implements StreamFault {}

    /// The destination's device has another handler, as on another bus address.
    ///
    /// @param device the device's position in the source VMM
    /// @param handler such as `0000:00:0a.0/vfio`
    record SectionRenamed(int device, String handler) implements StreamFault {}

    /// A device's section ends with the number of another section.
    ///
    /// @param record the record after which the footer is wrong
    record FooterChanged(int record) implements StreamFault {}
}

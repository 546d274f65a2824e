package dev.vfr.samples.device;

import dev.vfr.model.vfio.Errno;
import dev.vfr.model.vfio.MigrationFlags;
import dev.vfr.samples.data.Default;
import dev.vfr.samples.kernel.Protocol;
import java.util.List;

/// What the protocol leaves to a driver and its device: features, sizes, how fast they are, how the stream is made
/// and what they say where something is not right.
///
/// @param type which devices can load each other's data: only those of the same type
/// @param flags what the driver offers
public record DeviceProfile(
        String type,
        MigrationFlags flags,
        Image image,
        Sizes sizes,
        Speed speed,
        Saving saving,
        Loading loading,
        DmaTracking dmaTracking,
        List<Quirk> quirks,
        @Default("merged") Protocol protocol) {

    /// How the bytes of the state are laid out.
    ///
    /// @param headerHex the first bytes of a FIXED image
    /// @param typeBytes bytes behind them in which the device's type stands, padded with zeros
    /// @param body what follows in a FIXED image; where it is empty, the sizes say how much
    /// @param maxPayloadBytes the most that one record or packet holds
    public record Image(
            @Default("plain") Layout layout,
            @Default("") String headerHex,
            @Default("0") int typeBytes,
            List<Part> body,
            @Default("0x7fffffffffffffff") long maxPayloadBytes) {

        public Image {
            body = List.copyOf(body);
        }
    }

    /// Some bytes of a FIXED image.
    ///
    /// @param hex the bytes
    /// @param checked whether a write with other bytes is refused
    public record Part(String hex, @Default("false") boolean checked) {}

    /// How much data there is.
    ///
    /// @param initialBytes bytes of the first part in pre-copy, headers included; not used without PRE_COPY
    /// @param dirtyBytesPerSecond how fast data gets dirty while the device runs in pre-copy
    /// @param dirtyBytesMax bytes, the most that can be dirty
    /// @param stopCopyBytes bytes that only STOP_COPY streams
    /// @param readMaxBytes bytes, the most that one read returns
    public record Sizes(
            @Default("0") long initialBytes,
            @Default("0") long dirtyBytesPerSecond,
            @Default("0") long dirtyBytesMax,
            long stopCopyBytes,
            @Default("1 MiB") int readMaxBytes) {}

    /// How long things take.
    ///
    /// @param arcNs ns that one arc takes
    /// @param bytesPerSecond how fast the device gives and takes its data
    /// @param resetNs ns that a reset takes
    /// @param suspendTimeoutNs ns until the driver stops waiting for the device to be suspended
    public record Speed(
            @Default("1 ms") long arcNs,
            @Default("1000 MiB/s") long bytesPerSecond,
            @Default("5 ms") long resetNs,
            @Default("5 s") long suspendTimeoutNs) {

        /// ns that moving `bytes` takes.
        long dataNs(long bytes) {
            return Math.multiplyHigh(bytes, 1_000_000_000) == 0 && bytes < 9_000_000_000L
                    ? bytes * 1_000_000_000 / bytesPerSecond
                    : bytes / bytesPerSecond * 1_000_000_000;
        }
    }

    /// What a saving session does.
    ///
    /// @param fileName of the anonymous inode behind the data_fd
    /// @param temporaryEnd what a read says when pre-copy has nothing more for now
    /// @param hasPoll whether poll(2) tells readiness; else it says that everything is ready, always
    /// @param queryStartsSave whether what got dirty can only be read after VFIO_MIG_GET_PRECOPY_INFO has found
    ///     everything before it read
    /// @param savesAllAgain whether each save has the whole state, and not what got dirty
    /// @param queryIntervalNs ns between two queries that reach the device; those between start no save and count
    ///     nothing new
    /// @param countsNextHeader whether dirty_bytes has the header of the next record too, from Linux 7.1 on
    public record Saving(
            @Default("vfio_mig") String fileName,
            @Default("ENOMSG") TemporaryEnd temporaryEnd,
            @Default("true") boolean hasPoll,
            @Default("false") boolean queryStartsSave,
            @Default("false") boolean savesAllAgain,
            @Default("0") long queryIntervalNs,
            @Default("false") boolean countsNextHeader) {}

    /// What a resuming session says to data that is not right.
    ///
    /// @param badHeader to a header of another device or version, at the write that completes it
    /// @param badContent to other changed bytes, as far as they are noticed
    /// @param contentChecked when that is
    /// @param tooLong to more than the state can have
    /// @param tooShort to less than the whole state, at RESUMING to STOP
    /// @param shortIsTaken whether that passes for good instead
    /// @param initialIsEnough whether the part of pre-copy alone may be loaded
    /// @param writeErrorIsFinal whether the session is dead after a write that failed: ENODEV
    public record Loading(
            @Default("EINVAL") Errno badHeader,
            @Default("EINVAL") Errno badContent,
            @Default("at-stop") ContentCheck contentChecked,
            @Default("ENOMEM") Errno tooLong,
            @Default("EINVAL") Errno tooShort,
            @Default("false") boolean shortIsTaken,
            @Default("false") boolean initialIsEnough,
            @Default("false") boolean writeErrorIsFinal) {}

    /// How the device tracks the pages that it writes.
    ///
    /// @param offered whether it does
    /// @param startsAgain whether a second start is taken; else EINVAL
    /// @param maxSpanBytes bytes from the lowest iova to the highest that it can track; more is EOPNOTSUPP
    /// @param dirtyPercent the most of a range's pages that one report finds dirty
    public record DmaTracking(
            @Default("true") boolean offered,
            @Default("false") boolean startsAgain,
            @Default("0x7fffffffffffffff") long maxSpanBytes,
            @Default("1") int dirtyPercent) {}

    public DeviceProfile {
        quirks = List.copyOf(quirks);
        if (flags.hasPreCopy() != (sizes.initialBytes() > 0)) {
            throw new IllegalArgumentException(sizes.initialBytes() + " initial bytes with flags " + flags);
        }
    }

    public boolean has(Quirk quirk) {
        return quirks.contains(quirk);
    }
}

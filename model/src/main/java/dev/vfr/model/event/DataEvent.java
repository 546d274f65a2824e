package dev.vfr.model.event;

import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// What moved through a data_fd, and what the driver and the kernel answered about what is left to move.
public sealed interface DataEvent extends MigrationEvent {

    /// VFIO_MIG_GET_PRECOPY_INFO on the data_fd.
    ///
    /// @param flagsIn flags as passed in by the caller
    /// @param flagsOut flags as answered; bit 0 is VFIO_PRECOPY_INFO_REINIT, meaningful only after the opt-in
    /// @param initialBytes bytes, >= 0, left of the initial data
    /// @param dirtyBytes bytes, >= 0, left of the data that became dirty since
    record PrecopyInfoQueried(
            EventHeader header,
            CallResult result,
            OptionalInt flagsIn,
            OptionalInt flagsOut,
            OptionalLong initialBytes,
            OptionalLong dirtyBytes)
            implements DataEvent, Call {
        @Override
        public PrecopyInfoQueried withHeader(EventHeader header) {
            return new PrecopyInfoQueried(header, result, flagsIn, flagsOut, initialBytes, dirtyBytes);
        }
    }

    /// VFIO_DEVICE_FEATURE SET MIG_PRECOPY_INFOv2, the opt-in to VFIO_PRECOPY_INFO_REINIT.
    record PrecopyInfoV2Enabled(EventHeader header, CallResult result) implements DataEvent, Call {
        @Override
        public PrecopyInfoV2Enabled withHeader(EventHeader header) {
            return new PrecopyInfoV2Enabled(header, result);
        }
    }

    /// VFIO_DEVICE_FEATURE GET MIG_DATA_SIZE.
    ///
    /// @param stopCopyLength bytes, >= 0: the driver's estimate of what STOP_COPY will stream
    record MigDataSizeQueried(EventHeader header, CallResult result, OptionalLong stopCopyLength)
            implements DataEvent, Call {
        @Override
        public MigDataSizeQueried withHeader(EventHeader header) {
            return new MigDataSizeQueried(header, result, stopCopyLength);
        }
    }

    /// A digest of the bytes that were moved.
    ///
    /// @param algorithm such as `crc32c` or `xxh3-64`
    /// @param value the digest as an unsigned number
    record Digest(String algorithm, long value) {}

    /// A read of a saving data_fd, or one record of device data that the VMM put into its stream.
    ///
    /// @param askedBytes bytes asked for
    /// @param bytes bytes returned, 0 at the end of the stream; empty if the read failed or the source shows
    ///     no size
    /// @param streamOffset bytes of the session before this read
    record DataRead(
            EventHeader header,
            CallResult result,
            OptionalLong askedBytes,
            OptionalLong bytes,
            OptionalLong streamOffset,
            Optional<Digest> digest)
            implements DataEvent, Call {
        @Override
        public DataRead withHeader(EventHeader header) {
            return new DataRead(header, result, askedBytes, bytes, streamOffset, digest);
        }
    }

    /// A write to a resuming data_fd, or one record of device data that the VMM took from its stream.
    ///
    /// @param askedBytes bytes asked for
    /// @param bytes bytes written; empty if the write failed or the source shows no size
    /// @param streamOffset bytes of the session before this write
    record DataWritten(
            EventHeader header,
            CallResult result,
            OptionalLong askedBytes,
            OptionalLong bytes,
            OptionalLong streamOffset,
            Optional<Digest> digest)
            implements DataEvent, Call {
        @Override
        public DataWritten withHeader(EventHeader header) {
            return new DataWritten(header, result, askedBytes, bytes, streamOffset, digest);
        }
    }

    /// Several reads or writes of a data_fd that the recorder put together because its ring was nearly full. Each of
    /// them moved at least one byte; failures and ends of the stream are never merged.
    ///
    /// The header's time is the entry of the first, its duration lasts until the return of the last.
    ///
    /// @param saving true for reads of a saving data_fd, false for writes of a resuming one
    /// @param calls how many, >= 1
    /// @param bytes bytes that they moved together, >= calls
    /// @param streamOffset bytes of the session before the first
    record DataMerged(EventHeader header, boolean saving, long calls, long bytes, OptionalLong streamOffset)
            implements DataEvent {
        @Override
        public DataMerged withHeader(EventHeader header) {
            return new DataMerged(header, saving, calls, bytes, streamOffset);
        }
    }

    /// poll, ppoll, select or epoll_wait on a data_fd.
    ///
    /// @param askedEvents poll(2) bits asked for
    /// @param answeredEvents poll(2) bits answered, 0 where the time ran out
    /// @param timeoutNs ns, empty for "wait for ever"
    record DataFdPolled(
            EventHeader header, CallResult result, int askedEvents, OptionalInt answeredEvents, OptionalLong timeoutNs)
            implements DataEvent, Call {
        @Override
        public DataFdPolled withHeader(EventHeader header) {
            return new DataFdPolled(header, result, askedEvents, answeredEvents, timeoutNs);
        }
    }

    record DataFdClosed(EventHeader header, CallResult result) implements DataEvent, Call {
        @Override
        public DataFdClosed withHeader(EventHeader header) {
            return new DataFdClosed(header, result);
        }
    }
}

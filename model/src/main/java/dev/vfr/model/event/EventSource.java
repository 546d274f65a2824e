package dev.vfr.model.event;

import org.jspecify.annotations.Nullable;

/// A finished, ordered sequence of events that can be read from any position, any number of times.
///
/// Positions are indices from 0, and an event's index is its [EventHeader#seq]. They ascend without holes, except where
/// events are missing: there one [TraceEvent.EventsLost] stands at the index of the first of them, and the next event
/// has the index that it always had.
public interface EventSource extends AutoCloseable {

    /// How many events there are, missing ones included: one more than the last index.
    long count();

    /// A reader whose first event is the one at `index`, 0 to [#count] inclusive, or the next behind it where that one
    /// is missing. Not safe for use by two threads.
    ///
    /// @throws EventSourceException where the file or the operating system fails
    EventReader readFrom(long index) throws EventSourceException;

    @Override
    void close() throws EventSourceException;

    /// Reads forward.
    interface EventReader extends AutoCloseable {

        /// The next event, or null at the end.
        ///
        /// @throws EventSourceException where the file or the operating system fails, or nothing can be read
        @Nullable
        MigrationEvent next() throws EventSourceException;

        /// Whether the event that [#next] gave last is none of the source's own, but stands for those that are missing
        /// because the source is damaged.
        default boolean isGap() {
            return false;
        }

        @Override
        void close();
    }
}

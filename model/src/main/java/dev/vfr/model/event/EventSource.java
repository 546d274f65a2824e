package dev.vfr.model.event;

import org.jspecify.annotations.Nullable;

/// A finished, ordered sequence of events that can be read from any position, any number of times.
///
/// Positions are indices from 0; in an intact trace an event's index is its [EventHeader#seq].
public interface EventSource extends AutoCloseable {

    /// How many events there are.
    long count();

    /// A reader whose first event is the one at `index`, 0 to [#count] inclusive. Not safe for use by two threads.
    ///
    /// @throws EventSourceException where the file or the operating system fails
    EventReader readFrom(long index) throws EventSourceException;

    @Override
    void close() throws EventSourceException;

    /// Reads forward.
    interface EventReader extends AutoCloseable {

        /// The next event, or null at the end.
        ///
        /// @throws EventSourceException where the file or the operating system fails, or the data is damaged
        @Nullable
        MigrationEvent next() throws EventSourceException;

        @Override
        void close();
    }
}

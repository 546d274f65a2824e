package dev.vfr.model.event;

/// Takes events in their order. What is observed goes through here on its way into a trace.
///
/// The sink gives the sequence number: the `seq` of the header passed in does not count.
@FunctionalInterface
public interface EventSink {

    /// Appends one event.
    ///
    /// @throws EventSourceException where the trace cannot be written
    void append(MigrationEvent event) throws EventSourceException;
}

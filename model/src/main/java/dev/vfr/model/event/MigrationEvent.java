package dev.vfr.model.event;

/// One observed fact of a migration. Every event of every source of capture is a record of one of these five families;
/// an event that is a call is a [Call] too.
///
/// An event says what was observed, never what it means: what the kernel walked inside a combination transition, which
/// side failed and whose fault it was are derived from the events and never stored beside them. What the source cannot
/// know is empty, never zero.
public sealed interface MigrationEvent permits TraceEvent, DeviceEvent, DataEvent, MemoryEvent, VmmEvent {

    EventHeader header();

    /// The same fact at another position of a trace or with other trace numbers.
    MigrationEvent withHeader(EventHeader header);
}

/// The trace on disk: an append-only log of events that shows every damage.
///
///     TraceWriter -> RecordCodec (SBE) -> RecordFrame (checksum, number) -> QueueAppender (Chronicle Queue)
///     TraceReader <- RecordCodec       <- RecordFrame                    <- FrameCursor <- QueueFile (mapped)
///
/// Device data, where it is kept, goes the same way beside the events: PayloadWriter, PayloadReader.
///
/// Read [dev.vfr.recorder.trace.TraceWriter] first, then [dev.vfr.recorder.trace.TraceReader]. Where the parts of a
/// trace
/// are is in `TraceFiles`, a record's layout in `RecordFrame`, the events' layout in `src/main/sbe/events.xml`, from
/// which the codecs in `dev.vfr.recorder.trace.sbe` are generated. No type of Chronicle Queue leaves this package.
@NullMarked
package dev.vfr.recorder.trace;

import org.jspecify.annotations.NullMarked;

/// The trace on disk: an append-only log of events that shows every damage.
///
///     TraceWriter -> RecordCodec (SBE) -> RecordFrame (checksum, number) -> QueueAppender (Chronicle Queue)
///     TraceReader <- RecordCodec       <- RecordFrame                    <- FrameCursor <- QueueFile (mapped)
///
/// Device data, where it is kept, goes the same way beside the events: PayloadWriter, PayloadReader.
///
/// Read [dev.vfr.recorder.log.TraceWriter] first, then [dev.vfr.recorder.log.TraceReader]. Where the parts of a trace
/// are is in `TraceFiles`, a record's layout in `RecordFrame`, the events' layout in `src/main/sbe/events.xml`, from
/// which the codecs in `dev.vfr.recorder.log.sbe` are generated. No type of Chronicle Queue leaves this package.
///
/// May import `model`, Chronicle Queue (writing only), Agrona and Jackson.
@NullMarked
package dev.vfr.recorder.log;

import org.jspecify.annotations.NullMarked;

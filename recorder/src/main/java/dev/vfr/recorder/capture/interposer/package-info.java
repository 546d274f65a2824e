/// The native interposer's other half: makes the ring that the preloaded library writes to, starts the command, and
/// moves what arrives into a trace.
///
///     libvfr-interposer.so -> RingFile -> RingDrain -> MessageIntake -> TraceWriter
///
/// Read [dev.vfr.recorder.capture.interposer.Recording] first, then `RingDrain`. What library and recorder share is in
/// `src/main/c/wire.h`; `WireLayout` says it in Java. `Posix` holds all calls of the C library.
@NullMarked
package dev.vfr.recorder.capture.interposer;

import org.jspecify.annotations.NullMarked;

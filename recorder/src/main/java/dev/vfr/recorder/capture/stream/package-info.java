/// QEMU's migration stream, read byte by byte: its frame, and the device state records of VFIO inside it.
///
/// Read [dev.vfr.recorder.capture.stream.StreamParser] first: it is fed bytes and gives elements
/// ([dev.vfr.recorder.capture.stream.StreamElement]), each with the place of its first byte. `StreamCursor` and
/// `StreamEvents` make events of them.
@NullMarked
package dev.vfr.recorder.capture.stream;

import org.jspecify.annotations.NullMarked;

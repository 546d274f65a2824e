/// Capture: how observations from outside become events of one trace.
///
/// Read [dev.vfr.recorder.capture.TraceImport] first: it guesses formats, merges the files of one process by
/// time and feeds them to the importers in `capture.qemu` and `capture.qmp`; `capture.stream`;
/// `capture.strace` and
/// `capture.ftrace` make a
/// trace of one file. May import these five, `export` (the JSON form of events) and `model`.
@NullMarked
package dev.vfr.recorder.capture;

import org.jspecify.annotations.NullMarked;

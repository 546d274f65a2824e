/// Capture: how observations from outside become events of one trace.
///
/// Read [dev.vfr.recorder.capture.TraceImport] first: it guesses formats, merges the files of one process by time and
/// feeds them to the importers in `capture.qemu`, `capture.qmp` and `capture.stream`; `capture.strace` and
/// `capture.ftrace` make a trace of one file.
@NullMarked
package dev.vfr.recorder.capture;

import org.jspecify.annotations.NullMarked;

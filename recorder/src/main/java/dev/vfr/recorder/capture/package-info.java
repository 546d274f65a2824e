/// Capture: how observations from outside become events of one trace.
///
/// Read [dev.vfr.recorder.capture.TraceImport] first: it guesses formats, merges the files of one process by time and
/// feeds them to the importers: `capture.log` takes each line of a text for what it is, a trace event or a message of
/// `capture.qemu`, JSON of `capture.qmp` or a line of `capture.libvirt`; `capture.stream` reads migration streams.
/// `capture.compress` unpacks what is compressed, `capture.bundle` sorts what is in folders and archives.
/// `capture.strace` and `capture.ftrace` make a trace of one file.
@NullMarked
package dev.vfr.recorder.capture;

import org.jspecify.annotations.NullMarked;

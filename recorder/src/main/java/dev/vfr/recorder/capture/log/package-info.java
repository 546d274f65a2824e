/// The texts of a VMM: its trace log, its messages, its QMP transcript, the log that libvirt keeps of a domain, and
/// files
/// that hold several of these mixed. Each line is recognised by itself, whatever the file was taken for.
///
/// Read [dev.vfr.recorder.capture.log.VmmTextCursor] first.
@NullMarked
package dev.vfr.recorder.capture.log;

import org.jspecify.annotations.NullMarked;

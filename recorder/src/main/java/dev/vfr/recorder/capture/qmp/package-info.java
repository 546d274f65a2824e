/// Transcripts of QMP, QEMU's monitor protocol, read as events.
///
/// Read [dev.vfr.recorder.capture.qmp.QmpCursor] first. May import `capture.qemu`, whose process takes the facts,
/// `model` and Jackson.
@NullMarked
package dev.vfr.recorder.capture.qmp;

import org.jspecify.annotations.NullMarked;

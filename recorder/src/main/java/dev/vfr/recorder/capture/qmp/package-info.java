/// Transcripts of QMP, QEMU's monitor protocol, read as events.
///
/// Read [dev.vfr.recorder.capture.qmp.QmpConversation] first.
@NullMarked
package dev.vfr.recorder.capture.qmp;

import org.jspecify.annotations.NullMarked;

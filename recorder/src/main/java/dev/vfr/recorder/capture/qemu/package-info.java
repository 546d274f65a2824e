/// What QEMU prints, read as events: its trace log of every release from 8.0 to 11.1, and its messages on stderr.
///
/// Read [dev.vfr.recorder.capture.qemu.QemuProcess] first: it takes the facts of one process in their order,
/// whichever file they come from, and knows what the lines mean.
@NullMarked
package dev.vfr.recorder.capture.qemu;

import org.jspecify.annotations.NullMarked;

/// What people see and type in QEMU's monitor (HMP) and in virsh: `info migrate`, `domjobinfo`, commands, errors. It
/// becomes
/// the messages of QMP that say the same.
///
/// Read [dev.vfr.recorder.capture.hmp.MonitorText] first.
@NullMarked
package dev.vfr.recorder.capture.hmp;

import org.jspecify.annotations.NullMarked;

/// The in-process interposer for programs on the JVM: a wrapper around a device that records every call.
///
/// Read [dev.vfr.recorder.capture.inprocess.VfioDevice] first, then
/// [dev.vfr.recorder.capture.inprocess.RecordingVfioDevice].
@NullMarked
package dev.vfr.recorder.capture.inprocess;

import org.jspecify.annotations.NullMarked;

/// Logs of the kernel in all forms of dmesg and journalctl: what drivers said of passed-through devices.
///
/// Read [dev.vfr.recorder.capture.kernellog.KernelLogCursor] first.
@NullMarked
package dev.vfr.recorder.capture.kernellog;

import org.jspecify.annotations.NullMarked;

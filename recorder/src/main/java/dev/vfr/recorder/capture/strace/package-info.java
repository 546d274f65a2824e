/// The text of strace, read as events: the calls on VFIO files that it shows, with sizes, errnos and durations.
///
/// Read [dev.vfr.recorder.capture.strace.StraceImport] first. What strace prints as an address stays unknown: of an
/// ioctl there is its number, of VFIO_DEVICE_FEATURE not which feature it was.
@NullMarked
package dev.vfr.recorder.capture.strace;

import org.jspecify.annotations.NullMarked;

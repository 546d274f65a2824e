/// What libvirt adds to the log that it keeps of each domain.
///
/// Read [dev.vfr.recorder.capture.libvirt.DomainLog] first.
@NullMarked
package dev.vfr.recorder.capture.libvirt;

import org.jspecify.annotations.NullMarked;

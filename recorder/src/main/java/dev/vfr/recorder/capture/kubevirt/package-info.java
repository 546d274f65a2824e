/// What KubeVirt's virt-launcher says of a migration in its own log.
///
/// Read [dev.vfr.recorder.capture.kubevirt.LauncherText] first.
@NullMarked
package dev.vfr.recorder.capture.kubevirt;

import org.jspecify.annotations.NullMarked;

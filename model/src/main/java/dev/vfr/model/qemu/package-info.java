/// The table of the messages with which QEMU, and the management layers above it, speak of migrations: what each says,
/// which side prints it, whether it is a cause or a consequence, who is responsible and what to do next.
///
/// Read [dev.vfr.model.qemu.QemuMessages] first, then any of the tables, such as
/// [dev.vfr.model.qemu.DeviceMessages].
@NullMarked
package dev.vfr.model.qemu;

import org.jspecify.annotations.NullMarked;

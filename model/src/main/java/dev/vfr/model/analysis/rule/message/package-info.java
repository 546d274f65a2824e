/// The rules that are rows of the table of messages, [dev.vfr.model.qemu.QemuMessages].
///
/// Read [dev.vfr.model.analysis.rule.message.MessageRule] first.
@NullMarked
package dev.vfr.model.analysis.rule.message;

import org.jspecify.annotations.NullMarked;

/// Rules on the protocol between the VMM and the device: what the kernel header and the kernel's core promise.
///
/// Read [dev.vfr.model.analysis.rule.protocol.ProtocolRules] first.
@NullMarked
package dev.vfr.model.analysis.rule.protocol;

import org.jspecify.annotations.NullMarked;

/// Rules on what devices, their drivers and firmware do, and on traps of their regions.
///
/// Read [dev.vfr.model.analysis.rule.device.DeviceRules] first.
@NullMarked
package dev.vfr.model.analysis.rule.device;

import org.jspecify.annotations.NullMarked;

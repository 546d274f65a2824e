/// Rules on time and bytes between two hosts: where the downtime went, whether clocks and streams can be compared.
///
/// Read [dev.vfr.model.analysis.rule.downtime.DowntimeRules] first.
@NullMarked
package dev.vfr.model.analysis.rule.downtime;

import org.jspecify.annotations.NullMarked;

/// Rules on DMA logging: how the pages that a device writes are tracked.
///
/// Read [dev.vfr.model.analysis.rule.logging.LoggingRules] first. May import what `analysis.rule` may.
@NullMarked
package dev.vfr.model.analysis.rule.logging;

import org.jspecify.annotations.NullMarked;

/// Rules on DMA logging: how the pages that a device writes are tracked.
///
/// Read [dev.vfr.model.analysis.rule.logging.LoggingRules] first.
@NullMarked
package dev.vfr.model.analysis.rule.logging;

import org.jspecify.annotations.NullMarked;

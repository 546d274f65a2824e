/// What a trace itself lacks: nothing that a device or a VMM did wrong.
///
/// Read [dev.vfr.model.analysis.rule.capture.CaptureRules] first.
@NullMarked
package dev.vfr.model.analysis.rule.capture;

import org.jspecify.annotations.NullMarked;

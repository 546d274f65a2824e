/// The one pass over a trace: what each device and each VMM did, as far as the analysis needs it.
///
/// Read [dev.vfr.model.analysis.pass.ScannedTrace] first.
@NullMarked
package dev.vfr.model.analysis.pass;

import org.jspecify.annotations.NullMarked;

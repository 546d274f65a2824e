/// How long the devices were stopped, and what took that time.
///
/// Read [dev.vfr.model.analysis.downtime.Downtime] first.
@NullMarked
package dev.vfr.model.analysis.downtime;

import org.jspecify.annotations.NullMarked;

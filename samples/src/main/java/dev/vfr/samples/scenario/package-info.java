/// The scenarios: what is migrated, what goes wrong, and how it must end.
///
/// Read a file of the folder `scenarios` first, then [dev.vfr.samples.scenario.Scenarios] and
/// [dev.vfr.samples.scenario.Simulation].
@NullMarked
package dev.vfr.samples.scenario;

import org.jspecify.annotations.NullMarked;

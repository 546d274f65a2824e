/// The scenarios: what is migrated, what goes wrong, and how it must end.
///
/// Read [dev.vfr.samples.scenario.Scenarios] first, then [dev.vfr.samples.scenario.Simulation]. May import the
/// other packages of `samples`, `model` and `recorder.capture.inprocess`.
@NullMarked
package dev.vfr.samples.scenario;

import org.jspecify.annotations.NullMarked;

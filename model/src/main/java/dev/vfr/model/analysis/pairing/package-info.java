/// Which sides belong to one migration, how their clocks compare, and how it ended.
///
/// Read [dev.vfr.model.analysis.pairing.MigrationCase] first.
@NullMarked
package dev.vfr.model.analysis.pairing;

import org.jspecify.annotations.NullMarked;

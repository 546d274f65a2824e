/// Migrations: two sides put together, their clocks compared, how they ended and where the time went.
///
/// Read [dev.vfr.model.analysis.migration.MigrationCase] first.
@NullMarked
package dev.vfr.model.analysis.migration;

import org.jspecify.annotations.NullMarked;

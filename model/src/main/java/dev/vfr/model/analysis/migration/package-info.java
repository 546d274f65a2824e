/// Migrations: two sides put together, their clocks compared, how they ended and where the time went.
///
/// Read [dev.vfr.model.analysis.migration.MigrationCase] first. May import `analysis.scan` and what that imports.
@NullMarked
package dev.vfr.model.analysis.migration;

import org.jspecify.annotations.NullMarked;

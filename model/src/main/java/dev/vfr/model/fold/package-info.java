/// The fold: events, one by one, into an immutable picture of the migration.
///
/// Read [dev.vfr.model.fold.Fold] first, then [dev.vfr.model.fold.MigrationState]. May import `model.event`,
/// `model.vfio` and `java.base`; no clock, no files, no chance.
@NullMarked
package dev.vfr.model.fold;

import org.jspecify.annotations.NullMarked;

/// The fold: events, one by one, into an immutable picture of the migration.
///
/// Read [dev.vfr.model.fold.Fold] first, then [dev.vfr.model.fold.MigrationState]. Nothing here
/// reads a clock or a file, or is left to chance.
@NullMarked
package dev.vfr.model.fold;

import org.jspecify.annotations.NullMarked;

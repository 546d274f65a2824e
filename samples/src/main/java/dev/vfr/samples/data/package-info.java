/// Reads the module's data: small YAML files that become records, by the names and types of their components.
///
/// Read [dev.vfr.samples.data.DataFolder] first, then [dev.vfr.samples.data.Binder], which says how each type is
/// written.
@NullMarked
package dev.vfr.samples.data;

import org.jspecify.annotations.NullMarked;

/// The `vfr` command: one class per subcommand, and the mapping of failures to exit statuses.
///
/// Read [dev.vfr.recorder.cli.Vfr] first. The modules above contribute their commands through
/// [dev.vfr.recorder.cli.VfrCommand].
@NullMarked
package dev.vfr.recorder.cli;

import org.jspecify.annotations.NullMarked;

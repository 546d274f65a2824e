/// The recorder module: capture, the trace on disk, exports and the command line.
///
/// Read [dev.vfr.recorder.cli.Vfr] first; this package itself holds only the product's name and version.
@NullMarked
package dev.vfr.recorder;

import org.jspecify.annotations.NullMarked;

/// The list of findings; choosing one moves the cursor to its event.
///
/// Read [dev.vfr.ui.findings.FindingsPane] first.
@NullMarked
package dev.vfr.ui.findings;

import org.jspecify.annotations.NullMarked;

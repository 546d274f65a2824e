/// The list of findings; choosing one moves the cursor to its event.
///
/// Read [dev.vfr.ui.findings.FindingsPane] first. May import `ui.session`, `ui.scale`.
@NullMarked
package dev.vfr.ui.findings;

import org.jspecify.annotations.NullMarked;

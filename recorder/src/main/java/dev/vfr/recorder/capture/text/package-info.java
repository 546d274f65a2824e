/// What the importers of texts share: lines, counts of what was read and passed over, quotes for messages.
///
/// Read [dev.vfr.recorder.capture.text.LineReader] first.
@NullMarked
package dev.vfr.recorder.capture.text;

import org.jspecify.annotations.NullMarked;

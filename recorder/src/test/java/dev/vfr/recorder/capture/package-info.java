/// Tests of the importers.
@NullMarked
package dev.vfr.recorder.capture;

import org.jspecify.annotations.NullMarked;

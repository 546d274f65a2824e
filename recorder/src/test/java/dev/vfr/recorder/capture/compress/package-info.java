@NullMarked
package dev.vfr.recorder.capture.compress;

import org.jspecify.annotations.NullMarked;

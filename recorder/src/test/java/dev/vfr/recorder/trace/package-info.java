@NullMarked
package dev.vfr.recorder.trace;

import org.jspecify.annotations.NullMarked;

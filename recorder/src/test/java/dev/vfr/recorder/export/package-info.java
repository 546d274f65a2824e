@NullMarked
package dev.vfr.recorder.export;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.vfr.recorder.check;

import org.jspecify.annotations.NullMarked;

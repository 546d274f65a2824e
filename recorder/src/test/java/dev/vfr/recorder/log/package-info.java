@NullMarked
package dev.vfr.recorder.log;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.vfr.recorder.json;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.vfr.recorder.cli;

import org.jspecify.annotations.NullMarked;

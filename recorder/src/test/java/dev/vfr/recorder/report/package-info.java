@NullMarked
package dev.vfr.recorder.report;

import org.jspecify.annotations.NullMarked;

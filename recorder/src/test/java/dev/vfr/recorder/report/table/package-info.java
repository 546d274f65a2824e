@NullMarked
package dev.vfr.recorder.report.table;

import org.jspecify.annotations.NullMarked;

@NullMarked
package dev.vfr.recorder.export.table;

import org.jspecify.annotations.NullMarked;

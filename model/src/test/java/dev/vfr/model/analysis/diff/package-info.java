@NullMarked
package dev.vfr.model.analysis.diff;

import org.jspecify.annotations.NullMarked;

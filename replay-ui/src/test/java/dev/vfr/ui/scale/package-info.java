/// Tests of `ui.scale`.
@NullMarked
package dev.vfr.ui.scale;

import org.jspecify.annotations.NullMarked;

/// Tests of `ui.picture`.
@NullMarked
package dev.vfr.ui.picture;

import org.jspecify.annotations.NullMarked;

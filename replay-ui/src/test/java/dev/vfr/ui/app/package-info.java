/// Tests of `ui.app`.
@NullMarked
package dev.vfr.ui.app;

import org.jspecify.annotations.NullMarked;

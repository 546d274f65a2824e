/// Tests of `ui.events`.
@NullMarked
package dev.vfr.ui.events;

import org.jspecify.annotations.NullMarked;

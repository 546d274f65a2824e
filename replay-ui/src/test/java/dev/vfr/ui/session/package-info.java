/// Tests of `ui.session`.
@NullMarked
package dev.vfr.ui.session;

import org.jspecify.annotations.NullMarked;

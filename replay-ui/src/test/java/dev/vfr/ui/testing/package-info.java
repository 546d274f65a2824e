/// Events written by hand for the tests of the window.
@NullMarked
package dev.vfr.ui.testing;

import org.jspecify.annotations.NullMarked;

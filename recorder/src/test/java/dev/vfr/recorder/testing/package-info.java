/// What the tests of several packages need: events made up from a seed.
@NullMarked
package dev.vfr.recorder.testing;

import org.jspecify.annotations.NullMarked;

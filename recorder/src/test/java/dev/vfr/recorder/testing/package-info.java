/// What the tests of several packages need: events made up from a seed, the schema of the report.
@NullMarked
package dev.vfr.recorder.testing;

import org.jspecify.annotations.NullMarked;

/// Tests of the recorder, with processes that write to a ring as the library does.
@NullMarked
package dev.vfr.recorder.capture.interposer;

import org.jspecify.annotations.NullMarked;

/// Tests of the parser of migration streams; `StreamText` says a stream's elements one a line.
@NullMarked
package dev.vfr.recorder.capture.stream;

import org.jspecify.annotations.NullMarked;

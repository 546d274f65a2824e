/// What a picture of a trace is made of: states over time, bytes over time, marks, gaps; thinned to the columns that a
/// picture has, so that its size does not grow with the trace.
///
/// Read [dev.vfr.model.drawing.DrawingPass] first.
@NullMarked
package dev.vfr.model.drawing;

import org.jspecify.annotations.NullMarked;

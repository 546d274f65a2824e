/// The state graph: what the device could do, what it did, and where it is.
///
/// Read [dev.vfr.ui.graph.StateGraph] first, then [dev.vfr.ui.graph.GraphModel].
@NullMarked
package dev.vfr.ui.graph;

import org.jspecify.annotations.NullMarked;

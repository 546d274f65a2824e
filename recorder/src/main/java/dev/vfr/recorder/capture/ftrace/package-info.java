/// The text of the kernel's ftrace, read as events: what probes in a VFIO driver saw of its own states and data.
///
/// Read [dev.vfr.recorder.capture.ftrace.FtraceImport] first. The probes are those of the test bed
/// (`samples/testbed/jobs/views.py`); other texts of ftrace are refused.
@NullMarked
package dev.vfr.recorder.capture.ftrace;

import org.jspecify.annotations.NullMarked;

/// The judge of the test bed: holds a trace of the interposer against what strace and the kernel's driver saw
/// of the same run.
///
/// Read [dev.vfr.samples.testbed.CompareCalls] first, which `samples/testbed/testbed` runs.
@NullMarked
package dev.vfr.samples.testbed;

import org.jspecify.annotations.NullMarked;

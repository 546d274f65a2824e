/// What the kernel's log says of devices, of the IOMMU and of VMMs: a table of its messages as rules.
///
/// Read [dev.vfr.model.analysis.rule.kernel.KernelRules] first.
@NullMarked
package dev.vfr.model.analysis.rule.kernel;

import org.jspecify.annotations.NullMarked;

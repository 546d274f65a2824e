/// What VMMs, their operators and the network between the hosts can do wrong.
///
/// Read [dev.vfr.model.analysis.rule.vmm.VmmRules] first.
@NullMarked
package dev.vfr.model.analysis.rule.vmm;

import org.jspecify.annotations.NullMarked;

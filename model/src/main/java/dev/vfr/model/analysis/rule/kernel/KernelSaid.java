package dev.vfr.model.analysis.rule.kernel;

import dev.vfr.model.event.DeviceEvent.KernelMessagePrinted;

/// A message of the kernel that says that something is wrong.
public record KernelSaid(KernelMessagePrinted event) {}

package dev.vfr.model.analysis.pass;

/// A message of the VMM that something failed.
public record VmmMessage(long seq, String text) {}

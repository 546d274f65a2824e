package dev.vfr.samples.kernel;

/// The memory that a process passes as an argument.
public enum UserMemory {
    READ_WRITE,
    /// The kernel can read it, but not write its answer back.
    READ_ONLY,
    /// There is nothing at the address.
    NONE
}

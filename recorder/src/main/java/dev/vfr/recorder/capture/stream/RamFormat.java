package dev.vfr.recorder.capture.stream;

/// What the configuration says about the form of the guest's memory in the stream.
///
/// @param pageBytes bytes of a page of the guest, a power of two
/// @param ignoreShared capability x-ignore-shared: each block has its address
/// @param mapped capability mapped-ram: pages lie at their own place of the file
record RamFormat(long pageBytes, boolean ignoreShared, boolean mapped) {

    /// The pages of most machines, and what holds where the configuration says nothing.
    static final RamFormat PLAIN = new RamFormat(4096, false, false);
}

package dev.vfr.samples.device;

/// The bits of poll(2), as in include/uapi/asm-generic/poll.h.
final class PollBits {

    static final int IN = 0x1;
    static final int OUT = 0x4;
    static final int ERR = 0x8;
    static final int NVAL = 0x20;

    private PollBits() {}
}

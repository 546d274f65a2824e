package dev.vfr.samples.kernel;

/// The bits of poll(2), as in include/uapi/asm-generic/poll.h.
public final class PollBits {

    public static final int IN = 0x1;
    public static final int PRI = 0x2;
    public static final int OUT = 0x4;
    public static final int ERR = 0x8;
    public static final int HUP = 0x10;
    public static final int NVAL = 0x20;
    public static final int RDNORM = 0x40;
    public static final int WRNORM = 0x100;
    public static final int RDHUP = 0x2000;

    /// What a file without a poll operation answers, ready or not: DEFAULT_POLLMASK of include/linux/poll.h.
    public static final int ALWAYS_READY = IN | OUT | RDNORM | WRNORM;

    /// What poll(2) answers whether it was asked for or not.
    private static final int UNASKED = ERR | HUP | NVAL;

    private PollBits() {}

    /// What is answered of `ready` to one who asks for `events`.
    public static int answered(int ready, int events) {
        return ready & (events | UNASKED);
    }
}

package dev.vfr.recorder.capture.kernellog;

import java.util.Optional;
import java.util.OptionalLong;

/// One message of a kernel log, taken out of what stands around it.
///
/// @param stamp when it was printed
/// @param level by the kernel's name, where it is shown
/// @param text the message itself
record KernelLine(Stamp stamp, Optional<String> level, String text) {

    /// When a message was printed.
    ///
    /// @param bootNs ns by the kernel's clock since boot
    /// @param epochNs ns since 1970-01-01T00:00:00Z
    /// @param uncertaintyNs how far `epochNs` may be off
    record Stamp(OptionalLong bootNs, OptionalLong epochNs, long uncertaintyNs) {

        static final Stamp NONE = new Stamp(OptionalLong.empty(), OptionalLong.empty(), 0);

        static Stamp boot(long ns) {
            return new Stamp(OptionalLong.of(ns), OptionalLong.empty(), 0);
        }

        static Stamp real(long ns, long uncertaintyNs) {
            return new Stamp(OptionalLong.empty(), OptionalLong.of(ns), uncertaintyNs);
        }

        /// The same with a stamp since boot, where it has none.
        Stamp or(OptionalLong boot) {
            return bootNs.isPresent() ? this : new Stamp(boot, epochNs, uncertaintyNs);
        }
    }

    /// The name of a priority by its number, the facility left out.
    static String level(int priority) {
        return LEVELS[priority & 7];
    }

    private static final String[] LEVELS = {"emerg", "alert", "crit", "err", "warn", "notice", "info", "debug"};
}

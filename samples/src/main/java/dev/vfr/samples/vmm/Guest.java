package dev.vfr.samples.vmm;

import dev.vfr.samples.data.Default;

/// What the guest does at either end.
///
/// @param atSource what it does when the migration is asked for
/// @param autostart whether the destination starts a guest that ran, once it is loaded (not `-S`)
public record Guest(
        @Default("RUNNING") State atSource, @Default("true") boolean autostart) {

    /// Whether a guest runs.
    public enum State {
        RUNNING,
        /// It ran, and the client has paused it.
        PAUSED,
        /// The VMM was started with `-S`, and the client never let the guest run.
        NEVER_STARTED
    }

    /// It runs, and goes on running.
    public static Guest running() {
        return new Guest(State.RUNNING, true);
    }
}

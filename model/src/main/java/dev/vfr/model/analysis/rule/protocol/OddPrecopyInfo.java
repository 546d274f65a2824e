package dev.vfr.model.analysis.rule.protocol;

import dev.vfr.model.event.DataEvent.PrecopyInfoQueried;

/// An answer to the precopy query that the kernel header rules out.
record OddPrecopyInfo(PrecopyInfoQueried query, Oddity oddity) {

    /// What is odd about it.
    public enum Oddity {
        /// The first answer after PRE_COPY was entered, before anything was read, has no initial_bytes.
        NO_INITIAL_BYTES,
        /// REINIT though the caller passed no flags and never opted in to it.
        REINIT_WITHOUT_OPT_IN
    }
}

package dev.vfr.recorder.capture.bundle;

import java.util.List;

/// What became of one file of a bundle.
///
/// @param name its path in the bundle
/// @param what what it is, in words
/// @param traces the names of the traces that it went into, without `.vfr`
public record BundleFile(String name, State state, String what, List<String> traces) {

    public BundleFile {
        traces = List.copyOf(traces);
    }

    /// How far a file was used.
    public enum State {
        READ("read"),
        /// It says something of a host or a VM.
        CONTEXT("context"),
        /// It is of a kind that is known, and is not needed or not read yet.
        KNOWN("known, skipped"),
        UNKNOWN("unknown");

        private final String label;

        State(String label) {
            this.label = label;
        }

        /// In words, for the table.
        public String label() {
            return label;
        }
    }
}

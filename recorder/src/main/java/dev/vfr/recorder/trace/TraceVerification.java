package dev.vfr.recorder.trace;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// What a full check of a trace found.
///
/// @param intactRecords records that are as they were written
/// @param missingRecords records that should be there and are not, as far as their numbers tell
/// @param findings what is wrong, in the order of the file, at most [#MAX_FINDINGS]; empty where the trace is intact
/// @param furtherFindings how many more there are
public record TraceVerification(
        long intactRecords, OptionalLong missingRecords, List<Finding> findings, long furtherFindings) {

    /// One trace of damage can be a finding for every record; nobody reads more than this.
    public static final int MAX_FINDINGS = 100;

    public TraceVerification {
        findings = List.copyOf(findings);
    }

    /// Every byte is as the writer left it.
    public boolean isIntact() {
        return findings.isEmpty();
    }

    /// Something that is wrong with a trace.
    ///
    /// @param file the file, relative to the trace
    /// @param seq number of the record concerned, or of the first of several
    /// @param position byte in the file
    /// @param lossless whether every event can still be read, because only what can be rebuilt is damaged
    /// @param problem on one line: what was expected and what was found
    public record Finding(String file, OptionalLong seq, OptionalLong position, boolean lossless, String problem) {

        /// On one line: file, record, position, problem.
        @Override
        public String toString() {
            Optional<String> record = seq.isPresent() ? Optional.of(": event " + seq.getAsLong()) : Optional.empty();
            Optional<String> at = position.isPresent()
                    ? Optional.of((record.isPresent() ? " at" : ":") + " byte " + position.getAsLong())
                    : Optional.empty();
            return file + record.orElse("") + at.orElse("") + ": " + problem;
        }
    }
}

package dev.vfr.model.analysis.pairing;

/// A stretch of one host clock.
///
/// @param fromNs its begin
/// @param toNs its end, >= fromNs
public record Span(long fromNs, long toNs) {

    /// How much of it the other covers too, ns.
    public long overlapNs(Span other) {
        return Math.max(0, Math.min(toNs, other.toNs) - Math.max(fromNs, other.fromNs));
    }
}

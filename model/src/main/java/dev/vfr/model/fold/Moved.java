package dev.vfr.model.fold;

/// Data that was moved, in bytes and in chunks.
///
/// @param bytes bytes, >= 0
/// @param chunks calls, or records of a log, that moved at least one byte
public record Moved(long bytes, long chunks) {

    public static final Moved NONE = new Moved(0, 0);

    static Moved of(long bytes) {
        return new Moved(bytes, 1);
    }

    public Moved plus(Moved other) {
        return new Moved(sum(bytes, other.bytes), sum(chunks, other.chunks));
    }

    /// A lower bound stays one where a trace claims more than there can be.
    private static long sum(long one, long other) {
        long sum = one + other;
        return sum < 0 ? Long.MAX_VALUE : sum;
    }
}

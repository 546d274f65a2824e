package dev.vfr.model.analysis.pass;

import dev.vfr.model.event.Crc32c;
import dev.vfr.model.event.DataEvent.Digest;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// The CRC32C of all bytes of a device's stream up to the k-th, for some k: a bounded sample.
///
/// The digests of the chunks are joined, so that two sides whose chunks differ can be compared wherever a chunk ends at
/// both. It ends at the first chunk that has no digest, or that does not follow the one before.
public final class StreamDigest {

    private static final int LIMIT = 1024;
    /// A trace may have thousands of migrations, most of them of few chunks.
    private static final int FIRST = 16;

    private static final String ALGORITHM = "crc32c";

    private final long[] positions;
    private final int[] digests;
    private final long[] seqs;
    private final long length;
    private final int digest;
    private final boolean whole;

    private StreamDigest(Builder builder) {
        this.positions = Arrays.copyOf(builder.positions, builder.size);
        this.digests = Arrays.copyOf(builder.digests, builder.size);
        this.seqs = Arrays.copyOf(builder.seqs, builder.size);
        this.length = builder.position;
        this.digest = builder.digest;
        this.whole = builder.whole;
    }

    /// Takes the chunks in the order of the stream.
    static final class Builder {

        private long[] positions = new long[FIRST];
        private int[] digests = new int[FIRST];
        private long[] seqs = new long[FIRST];
        private int size;
        private long stride = 1;
        private long seen;
        private boolean whole = true;
        private long position;
        private int digest;
        private long factorOf;
        private int factor = Crc32c.factor(0);
        /// Made when a second chunk of the same size follows.
        private Crc32c.@Nullable Multiplier multiplier;

        /// The next chunk, moved by event `seq`.
        void add(long seq, long bytes, OptionalLong streamOffset, Optional<Digest> of) {
            boolean follows = streamOffset.isEmpty() || streamOffset.getAsLong() == position;
            boolean fits = bytes >= 0 && position + bytes >= position;
            if (!whole
                    || !follows
                    || !fits
                    || of.isEmpty()
                    || !of.get().algorithm().equals(ALGORITHM)) {
                whole = false;
                return;
            }
            if (bytes != factorOf) {
                factorOf = bytes;
                factor = Crc32c.factor(bytes);
                multiplier = null;
                digest = Crc32c.multiply(factor, digest);
            } else {
                digest = multiplier().times(digest);
            }
            digest ^= (int) of.get().value();
            position += bytes;
            if (seen++ % stride == 0) {
                keep(seq);
            }
        }

        private Crc32c.Multiplier multiplier() {
            Crc32c.Multiplier made = multiplier == null ? new Crc32c.Multiplier(factor) : multiplier;
            multiplier = made;
            return made;
        }

        private void keep(long seq) {
            if (size == LIMIT) {
                for (int i = 0; i < LIMIT / 2; i++) {
                    positions[i] = positions[2 * i];
                    digests[i] = digests[2 * i];
                    seqs[i] = seqs[2 * i];
                }
                size = LIMIT / 2;
                stride *= 2;
            }
            if (size == positions.length) {
                positions = Arrays.copyOf(positions, 2 * size);
                digests = Arrays.copyOf(digests, 2 * size);
                seqs = Arrays.copyOf(seqs, 2 * size);
            }
            positions[size] = position;
            digests[size] = digest;
            seqs[size] = seq;
            size++;
        }

        /// From here on the bytes are not known.
        void lose() {
            whole = false;
        }

        StreamDigest build() {
            return new StreamDigest(this);
        }
    }

    /// Every byte has a digest.
    public boolean isWhole() {
        return whole;
    }

    /// So many bytes have a digest.
    public long lengthBytes() {
        return length;
    }

    /// How many places of the stream are kept.
    public int size() {
        return positions.length;
    }

    /// The place of a digest: bytes from the start of the stream.
    public long position(int i) {
        return positions[i];
    }

    /// The first event that is kept of those that moved anything behind the first `bytes` bytes; of none that is kept,
    /// the last; -1 if no event is kept at all.
    public long seqAfter(long bytes) {
        for (int i = 0; i < positions.length; i++) {
            if (positions[i] > bytes) {
                return seqs[i];
            }
        }
        return seqs.length == 0 ? -1 : seqs[seqs.length - 1];
    }

    /// The digest of the first `bytes` bytes; empty if no chunk that is kept ends there.
    public OptionalLong upTo(long bytes) {
        if (bytes == length) {
            return OptionalLong.of(Integer.toUnsignedLong(digest));
        }
        int at = Arrays.binarySearch(positions, bytes);
        return at < 0 ? OptionalLong.empty() : OptionalLong.of(Integer.toUnsignedLong(digests[at]));
    }
}

package dev.vfr.recorder.capture.compress;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.Objects;

/// The content of a compressed stream. Each failure says which compression, and whether the data is cut off, damaged
/// or expands beyond any measure.
public final class DecompressedInput extends InputStream {

    /// More than this and it has to be proportionate to what it came from.
    private static final long FREE_BYTES = 64L << 20;

    /// Logs shrink to a hundredth of their size, those of one repeated line to a five-hundredth. gzip reaches 1,032 at
    /// the most, with nothing but one repeated byte.
    private static final int LARGEST_RATIO = 1_000;

    private static final int BUFFER = 1 << 16;

    private final Compression compression;
    private final Counted compressed;
    private final InputStream content;
    private long bytes;

    /// @param in the compressed bytes, closed with this
    public DecompressedInput(Compression compression, InputStream in) throws IOException {
        this.compression = compression;
        compressed = new Counted(in);
        content = opened();
    }

    private InputStream opened() throws IOException {
        try {
            return Decompressors.open(compression, new BufferedInputStream(compressed, BUFFER));
        } catch (IOException | RuntimeException e) {
            throw failure(e);
        }
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int from, int length) throws IOException {
        Objects.checkFromIndexSize(from, length, buffer.length);
        int count;
        try {
            count = content.read(buffer, from, length);
        } catch (IOException | RuntimeException e) {
            // The libraries meet some kinds of damage as an index that is out of bounds.
            throw failure(e);
        }
        bytes += Math.max(count, 0);
        if (bytes > FREE_BYTES && bytes / LARGEST_RATIO > compressed.bytes) {
            throw new IOException(String.format(
                    Locale.ROOT,
                    "the %s data expands to more than %,d times its size, which no capture does",
                    compression.label(),
                    LARGEST_RATIO));
        }
        return count;
    }

    private IOException failure(Exception e) {
        if (compressed.failure) {
            return e instanceof IOException io ? io : new IOException(e);
        }
        // Only a reader that asks for more than there is meets the end.
        boolean cut = compressed.ended
                && (e instanceof EOFException || says(e, "unexpected end", "premature end", "not enough input"));
        String what = cut ? "is cut off" : "is damaged, or made with settings that vfr does not read";
        return new IOException(
                "the " + compression.label() + " data " + what + " (after " + String.format(Locale.ROOT, "%,d", bytes)
                        + " bytes of content); '" + compression.unpacker() + "' may show more",
                e);
    }

    private static boolean says(Exception e, String... words) {
        String message = String.valueOf(e.getMessage()).toLowerCase(Locale.ROOT);
        for (String word : words) {
            if (message.contains(word)) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        content.close();
        compressed.close();
    }

    /// How much was taken of the compressed stream, and how that went.
    private static final class Counted extends FilterInputStream {
        private long bytes;
        private boolean ended;
        private boolean failure;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int from, int length) throws IOException {
            try {
                int count = super.read(buffer, from, length);
                bytes += Math.max(count, 0);
                ended |= count < 0;
                return count;
            } catch (IOException e) {
                failure = true;
                throw e;
            }
        }
    }
}

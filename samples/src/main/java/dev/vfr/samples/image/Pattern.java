package dev.vfr.samples.image;

import dev.vfr.model.event.Crc32c;
import dev.vfr.recorder.capture.inprocess.StateData;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Objects;
import java.util.SplittableRandom;

/// Endless data that looks random and never repeats itself, whose digest over any distance is a calculation.
///
/// It comes in blocks of 64 KiB. All are the same but for the first eight bytes, a number of the block's own, so that
/// data in the wrong place has the wrong digest.
public final class Pattern {

    private static final int BLOCK_BYTES = 64 * 1024;
    private static final int STAMP_BYTES = 8;
    private static final long STAMP_STEP = 0x9e37_79b9_7f4a_7c15L;

    private final byte[] block = new byte[BLOCK_BYTES];
    private final long stamp;

    /// The CRC of the block's bytes behind the stamp, up to each place.
    private final int[] crcUpTo = new int[BLOCK_BYTES + 1];

    private final int blockFactor = Crc32c.factor(BLOCK_BYTES);
    private final int bodyFactor = Crc32c.factor(BLOCK_BYTES - STAMP_BYTES);

    private int lastLength;
    private int lastFactor = Crc32c.factor(0);

    public Pattern(SplittableRandom random) {
        random.nextBytes(block);
        stamp = random.nextLong();
        int[] byteCrcs = byteCrcs();
        int crc = ~0;
        for (int i = STAMP_BYTES; i < BLOCK_BYTES; i++) {
            crc = (crc >>> 8) ^ byteCrcs[(crc ^ block[i]) & 0xff];
            crcUpTo[i + 1] = ~crc;
        }
    }

    /// The usual table of a CRC that is computed byte by byte.
    private static int[] byteCrcs() {
        int[] crcs = new int[256];
        for (int i = 0; i < crcs.length; i++) {
            // A byte stands eight places before the register's end.
            crcs[i] = Crc32c.multiply(i, Crc32c.factor(1));
        }
        return crcs;
    }

    private byte[] stampOf(long blockNumber) {
        byte[] bytes = new byte[STAMP_BYTES];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).putLong(stamp + blockNumber * STAMP_STEP);
        return bytes;
    }

    /// The data from `position` on.
    public StateData data(long position, int length) {
        return new Piece(position, length);
    }

    /// The CRC32C of `length` bytes from `position` on.
    public long crc32c(long position, long length) {
        int crc = 0;
        long at = position;
        for (long left = length; left > 0; ) {
            int inBlock = (int) (at % BLOCK_BYTES);
            int piece = (int) Math.min(left, BLOCK_BYTES - inBlock);
            int factor = piece == BLOCK_BYTES ? blockFactor : factor(piece);
            crc = Crc32c.multiply(factor, crc) ^ crcInBlock(at / BLOCK_BYTES, inBlock, piece);
            at += piece;
            left -= piece;
        }
        return Integer.toUnsignedLong(crc);
    }

    private int crcInBlock(long blockNumber, int from, int length) {
        int stamped = Math.clamp((long) STAMP_BYTES - from, 0, length);
        int crc = stamped == 0 ? 0 : (int) Crc32c.of(stampOf(blockNumber), from, stamped);
        int body = length - stamped;
        if (body == 0) {
            return crc;
        }
        int start = from + stamped;
        int factor = body == BLOCK_BYTES - STAMP_BYTES ? bodyFactor : factor(body);
        // The CRC of a middle part is that of all up to its end, less that of all before it.
        return Crc32c.multiply(factor, crc ^ crcUpTo[start]) ^ crcUpTo[start + body];
    }

    /// Reads are mostly of one length.
    private int factor(int length) {
        if (length != lastLength) {
            lastFactor = Crc32c.factor(length);
            lastLength = length;
        }
        return lastFactor;
    }

    private final class Piece implements StateData {
        private final long position;
        private final int length;
        private long crc = -1;

        private Piece(long position, int length) {
            this.position = position;
            this.length = length;
        }

        @Override
        public int length() {
            return length;
        }

        @Override
        public long crc32c() {
            if (crc < 0) {
                crc = Pattern.this.crc32c(position, length);
            }
            return crc;
        }

        @Override
        public StateData slice(int from, int sliceLength) {
            Objects.checkFromIndexSize(from, sliceLength, length);
            return sliceLength == length ? this : new Piece(position + from, sliceLength);
        }

        @Override
        public void copyTo(ByteBuffer into) {
            long at = position;
            for (int left = length; left > 0; ) {
                int inBlock = (int) (at % BLOCK_BYTES);
                int piece = Math.min(left, BLOCK_BYTES - inBlock);
                int stamped = Math.clamp((long) STAMP_BYTES - inBlock, 0, piece);
                if (stamped > 0) {
                    into.put(stampOf(at / BLOCK_BYTES), inBlock, stamped);
                }
                into.put(block, inBlock + stamped, piece - stamped);
                at += piece;
                left -= piece;
            }
        }
    }
}

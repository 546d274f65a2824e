package dev.vfr.model.event;

import java.util.zip.CRC32C;

/// The CRC32C of bytes of which only the parts' are known.
///
/// A CRC is a remainder of polynomials over GF(2), so that one part can be moved before another by a multiplication
/// with a power of x. Numbers are bit-reversed, as the CRC is: bit 31 is the coefficient of x^0.
public final class Crc32c {

    /// x^32 + x^28 + ... as of Castagnoli, without its highest term.
    private static final int POLYNOMIAL = 0x82f6_3b78;

    private static final int ONE = 1 << 31;

    /// x^(2^i) in the ring of remainders.
    private static final int[] POWERS = powers();

    private Crc32c() {}

    private static int[] powers() {
        int[] powers = new int[3 + Long.SIZE];
        powers[0] = 1 << 30;
        for (int i = 1; i < powers.length; i++) {
            powers[i] = multiply(powers[i - 1], powers[i - 1]);
        }
        return powers;
    }

    /// The product of two remainders.
    public static int multiply(int one, int other) {
        int product = 0;
        int shifted = other;
        for (int left = one; left != 0; left <<= 1) {
            product ^= shifted & (left >> 31);
            shifted = (shifted >>> 1) ^ (POLYNOMIAL & -(shifted & 1));
        }
        return product;
    }

    /// What a CRC is to be multiplied with where so many bytes follow.
    public static int factor(long bytes) {
        int factor = ONE;
        int power = 3;
        for (long left = bytes; left != 0; left >>>= 1, power++) {
            if ((left & 1) != 0) {
                factor = multiply(factor, POWERS[power]);
            }
        }
        return factor;
    }

    /// Multiplies by one factor, faster than [#multiply] once it is made.
    public static final class Multiplier {

        private final int[] products = new int[4 * 256];

        public Multiplier(int factor) {
            for (int at = 0; at < 4; at++) {
                for (int value = 1; value < 256; value++) {
                    int lowest = value & -value;
                    products[256 * at + value] = value == lowest
                            ? multiply(factor, value << (8 * at))
                            : products[256 * at + lowest] ^ products[256 * at + (value ^ lowest)];
                }
            }
        }

        /// The product of the factor and another remainder.
        public int times(int other) {
            return products[other & 0xff]
                    ^ products[256 + ((other >>> 8) & 0xff)]
                    ^ products[512 + ((other >>> 16) & 0xff)]
                    ^ products[768 + (other >>> 24)];
        }
    }

    /// The CRC of a part and the one behind it.
    ///
    /// @param lengthOfSecond bytes of the part behind
    public static long join(long first, long second, long lengthOfSecond) {
        return Integer.toUnsignedLong(multiply(factor(lengthOfSecond), (int) first)) ^ second;
    }

    /// The CRC of bytes in memory.
    public static long of(byte[] bytes, int from, int length) {
        CRC32C crc = new CRC32C();
        crc.update(bytes, from, length);
        return crc.getValue();
    }
}

package dev.vfr.model.analysis.diff;

/// The CRC32C of bytes of which only the CRCs of the parts are known.
///
/// A CRC is a remainder of polynomials over GF(2), so that a part is moved before another by a multiplication with a
/// power of x. Numbers are bit-reversed, as the CRC is: bit 31 is the coefficient of x^0.
final class JoinedCrc {

    /// x^32 + x^28 + ... as of Castagnoli, without its highest term.
    private static final int POLYNOMIAL = 0x82f6_3b78;

    /// x^(2^i) in the ring of remainders.
    private static final int[] POWERS = new int[64];

    static {
        POWERS[0] = 1 << 30;
        for (int i = 1; i < POWERS.length; i++) {
            POWERS[i] = multiply(POWERS[i - 1], POWERS[i - 1]);
        }
    }

    private JoinedCrc() {}

    /// The CRC of a part and the one behind it.
    ///
    /// @param secondBytes length of the part behind
    static long join(long first, long second, long secondBytes) {
        int factor = 1 << 31;
        int power = 3;
        for (long left = secondBytes; left != 0; left >>>= 1, power++) {
            if ((left & 1) != 0) {
                factor = multiply(factor, POWERS[power]);
            }
        }
        return Integer.toUnsignedLong(multiply(factor, (int) first)) ^ second;
    }

    private static int multiply(int one, int other) {
        int product = 0;
        int shifted = other;
        for (int left = one; left != 0; left <<= 1) {
            product ^= shifted & (left >> 31);
            shifted = (shifted >>> 1) ^ (POLYNOMIAL & -(shifted & 1));
        }
        return product;
    }
}

package dev.vfr.model.event;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Random;
import org.junit.jupiter.api.Test;

/// The CRC32C of a whole is that of its parts, joined.
class Crc32cTest {

    @Test
    void joinedPartsHaveTheDigestOfTheWhole() {
        Random random = new Random(7);
        byte[] bytes = new byte[10_000];
        random.nextBytes(bytes);
        for (int i = 0; i < 200; i++) {
            int cut = random.nextInt(bytes.length + 1);
            long first = Crc32c.of(bytes, 0, cut);
            long second = Crc32c.of(bytes, cut, bytes.length - cut);
            assertEquals(Crc32c.of(bytes, 0, bytes.length), Crc32c.join(first, second, bytes.length - cut));
        }
    }

    @Test
    void aMultiplierGivesTheProduct() {
        Random random = new Random(8);
        for (int i = 0; i < 50; i++) {
            int factor = random.nextInt();
            Crc32c.Multiplier multiplier = new Crc32c.Multiplier(factor);
            for (int k = 0; k < 200; k++) {
                int other = random.nextInt();
                assertEquals(Crc32c.multiply(factor, other), multiplier.times(other));
            }
        }
    }
}

package dev.vfr.samples.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.vfr.model.event.Crc32c;
import dev.vfr.recorder.capture.inprocess.StateData;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class ByteRunsTest {

    private static final int BLOCK = 64 * 1024;

    private static long crcOfBytes(StateData data) {
        byte[] bytes = data.toBytes();
        return Crc32c.of(bytes, 0, bytes.length);
    }

    @Test
    void theDigestOfThePatternIsThatOfItsBytesWhereverItStarts() {
        Pattern pattern = new Pattern(new SplittableRandom(1));
        int[] starts = {0, 1, 7, 8, 9, BLOCK - 1, BLOCK, BLOCK + 3, 5 * BLOCK - 4};
        int[] lengths = {0, 1, 2, 7, 8, 9, 4096, BLOCK - 8, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 17};
        for (int start : starts) {
            for (int length : lengths) {
                StateData data = pattern.data(start, length);
                assertEquals(crcOfBytes(data), data.crc32c(), start + " + " + length);
            }
        }
    }

    @Test
    void thePatternFarOutIsComputedAsWell() {
        Pattern pattern = new Pattern(new SplittableRandom(2));
        long farOut = 99L << 30;
        StateData data = pattern.data(farOut - 5, 1 << 20);
        assertEquals(crcOfBytes(data), data.crc32c());
        assertFalse(Arrays.equals(
                pattern.data(farOut, BLOCK).toBytes(),
                pattern.data(farOut + BLOCK, BLOCK).toBytes()));
    }

    @Test
    void whatIsTakenIsWhatWasPutInWhateverThePieces() {
        SplittableRandom random = new SplittableRandom(3);
        for (int seed = 0; seed < 40; seed++) {
            ByteRuns runs = new ByteRuns(new Pattern(new SplittableRandom(seed)));
            ByteRuns whole = new ByteRuns(new Pattern(new SplittableRandom(seed)));
            for (int i = 0; i < 6; i++) {
                byte[] literal = new byte[random.nextInt(40)];
                random.nextBytes(literal);
                int filled = random.nextInt(2 * BLOCK);
                for (ByteRuns each : List.of(runs, whole)) {
                    each.put(literal);
                    each.fill(filled);
                }
            }
            StateData all = whole.take(Integer.MAX_VALUE);
            assertEquals(whole.crc32c(), all.crc32c());
            assertEquals(crcOfBytes(all), all.crc32c());
            List<StateData> pieces = new ArrayList<>();
            while (runs.lengthBytes() > 0) {
                pieces.add(runs.take(1 + random.nextInt(BLOCK)));
            }
            StateData joined = JoinedData.of(pieces);
            assertArrayEquals(all.toBytes(), joined.toBytes());
            assertEquals(all.crc32c(), joined.crc32c());
            int from = random.nextInt(all.length() / 2);
            int length = random.nextInt(all.length() / 2);
            assertEquals(
                    crcOfBytes(joined.slice(from, length)),
                    joined.slice(from, length).crc32c());
        }
    }
}

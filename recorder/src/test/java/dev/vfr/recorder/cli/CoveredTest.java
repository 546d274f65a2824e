package dev.vfr.recorder.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.vfr.recorder.cli.Covered.Hole;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CoveredTest {

    @Test
    void aHoleIsWhatIsMissingBeforeSomethingElse() {
        Covered covered = new Covered();
        covered.add(10, 5);
        covered.add(20, 5);
        assertEquals(List.of(new Hole(0, 10), new Hole(15, 5)), covered.holes());
        covered.add(14, 7);
        assertEquals(List.of(new Hole(0, 10)), covered.holes());
        covered.add(0, 10);
        assertEquals(List.of(), covered.holes());
        assertEquals(25, covered.bytes());
    }

    @Test
    void piecesInAnyOrderCoverWhatTheyCover() {
        Random random = new Random(5);
        for (int round = 0; round < 200; round++) {
            Covered covered = new Covered();
            BitSet expected = new BitSet();
            for (int i = 0; i < 30; i++) {
                int from = random.nextInt(200);
                int length = 1 + random.nextInt(12);
                covered.add(from, length);
                expected.set(from, from + length);
            }
            assertEquals(expected.cardinality(), covered.bytes());
            BitSet missing = new BitSet();
            covered.holes().forEach(hole -> missing.set((int) hole.from(), (int) (hole.from() + hole.bytes())));
            expected.flip(0, expected.length());
            assertEquals(expected, missing);
        }
    }
}

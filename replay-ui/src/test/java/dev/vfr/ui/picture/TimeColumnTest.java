package dev.vfr.ui.picture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeColumnTest {

    private static final int SIZE = 20_000;

    @Test
    void everyRangeAnswersWhatWalkingItAnswers() {
        Random random = new Random(7);
        TimeColumn column = new TimeColumn();
        long[] times = new long[SIZE];
        long[] values = new long[SIZE];
        long now = 0;
        for (int i = 0; i < SIZE; i++) {
            now += random.nextInt(3);
            times[i] = now;
            values[i] = random.nextInt(1 << 20);
            column.add(times[i], values[i]);
        }
        for (int i = 0; i < 2_000; i++) {
            int from = random.nextInt(SIZE - 1);
            int to = from + 1 + random.nextInt(SIZE - from - 1);
            long[] part = Arrays.copyOfRange(values, from, to);
            assertEquals(Arrays.stream(part).max().orElseThrow(), column.max(from, to));
            assertEquals(Arrays.stream(part).min().orElseThrow(), column.min(from, to));
            assertEquals(Arrays.stream(values, 0, from).sum(), column.sumBefore(from));
            long ns = random.nextLong(now + 2);
            assertEquals(Arrays.stream(times).filter(time -> time < ns).count(), column.countBefore(ns));
        }
        assertEquals(Arrays.stream(values).sum(), column.sumBefore(SIZE));
    }

    @Test
    void aTimeThatRunsBackIsTakenForTheLastOne() {
        TimeColumn column = new TimeColumn();
        column.add(100, 1);
        column.add(90, 2);
        assertEquals(100, column.time(1));
        assertEquals(1, column.floorIndex(100));
    }
}

package dev.vfr.recorder.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Which bytes of a stream are there, where pieces come in nearly any order.
final class Covered {

    /// A stretch that is missing before others that are there.
    record Hole(long from, long bytes) {}

    /// Stretches that are there, from their beginnings to their ends, none touching another.
    private final TreeMap<Long, Long> stretches = new TreeMap<>();

    void add(long from, long length) {
        long begin = from;
        long end = from + length;
        for (Map.Entry<Long, Long> before = stretches.floorEntry(end);
                before != null && before.getValue() >= begin;
                before = stretches.floorEntry(end)) {
            begin = Math.min(begin, before.getKey());
            end = Math.max(end, before.getValue());
            stretches.remove(before.getKey());
        }
        stretches.put(begin, end);
    }

    /// How many are there.
    long bytes() {
        return stretches.entrySet().stream()
                .mapToLong(stretch -> stretch.getValue() - stretch.getKey())
                .sum();
    }

    List<Hole> holes() {
        List<Hole> holes = new ArrayList<>();
        long end = 0;
        for (Map.Entry<Long, Long> stretch : stretches.entrySet()) {
            if (stretch.getKey() > end) {
                holes.add(new Hole(end, stretch.getKey() - end));
            }
            end = stretch.getValue();
        }
        return holes;
    }
}

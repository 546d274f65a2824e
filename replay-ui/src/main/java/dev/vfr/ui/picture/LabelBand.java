package dev.vfr.ui.picture;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Which of a few words held, over the whole trace: the VM's run state, the migration's status.
public final class LabelBand {

    private final LongColumn starts = new LongColumn();
    private final LongColumn labels = new LongColumn();
    private final List<String> words = new ArrayList<>();
    private final Map<String, Integer> numbers = new HashMap<>();

    /// One stretch under one word.
    ///
    /// @param startNs when it began
    /// @param endNs when it ended, the end of the trace for the last one
    public record Stretch(long startNs, long endNs, String label) {}

    void add(long ns, String label) {
        int number = numbers.computeIfAbsent(label, word -> {
            words.add(word);
            return words.size() - 1;
        });
        if (!labels.isEmpty() && labels.last() == number) {
            return;
        }
        starts.add(starts.isEmpty() ? ns : Math.max(ns, starts.last()));
        labels.add(number);
    }

    public long size() {
        return starts.size();
    }

    public boolean isEmpty() {
        return starts.isEmpty();
    }

    public Stretch get(long index, long traceEndNs) {
        return new Stretch(
                starts.get(index),
                index + 1 < starts.size() ? starts.get(index + 1) : Math.max(traceEndNs, starts.get(index)),
                words.get((int) labels.get(index)));
    }

    /// The index of the stretch that holds `ns`, -1 before the first one.
    public long indexAt(long ns) {
        return starts.floorIndex(ns);
    }
}

package dev.vfr.model.qemu;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Finds in one walk over a line which of many literal texts stand in it.
///
/// Each text is entered under four of its characters, the rarest four in the table. A walk looks up each four
/// characters of the line in a bit set, so that most of a log costs a few instructions a character.
final class AnchorIndex {

    private static final int LENGTH = 4;

    private record Entry(int number, String anchor, int offset) {}

    private final BitSet known = new BitSet(1 << 16);
    private final Map<Integer, List<Entry>> entries = new HashMap<>();

    AnchorIndex(List<String> anchors) {
        int[] counts = new int[1 << 16];
        for (String anchor : anchors) {
            for (int offset = 0; offset + LENGTH <= anchor.length(); offset++) {
                counts[hash(gram(anchor, offset))]++;
            }
        }
        for (int number = 0; number < anchors.size(); number++) {
            enter(number, anchors.get(number), counts);
        }
    }

    private void enter(int number, String anchor, int[] counts) {
        if (anchor.length() < LENGTH) {
            throw new IllegalArgumentException("a wording needs four literal characters in a row: " + anchor);
        }
        int best = 0;
        int least = Integer.MAX_VALUE;
        for (int offset = 0; offset + LENGTH <= anchor.length(); offset++) {
            int cost = cost(counts, anchor, offset);
            if (cost < least) {
                best = offset;
                least = cost;
            }
        }
        int gram = gram(anchor, best);
        known.set(hash(gram));
        entries.computeIfAbsent(gram, key -> new ArrayList<>()).add(new Entry(number, anchor, best));
    }

    /// How often four characters (or others of their hash) stand in the table, and more if they lack a space: trace
    /// lines have few of those.
    private static int cost(int[] counts, String anchor, int offset) {
        int blank = anchor.indexOf(' ', offset);
        int space = blank >= 0 && blank < offset + LENGTH ? 0 : 8;
        return counts[hash(gram(anchor, offset))] + space;
    }

    /// The numbers of the texts that stand in the line.
    BitSet in(String line) {
        BitSet found = new BitSet();
        int gram = 0;
        for (int at = 0; at < line.length(); at++) {
            gram = (gram << 8) | (line.charAt(at) & 0xff);
            if (at >= LENGTH - 1 && known.get(hash(gram))) {
                int start = at - LENGTH + 1;
                for (Entry entry : entries.getOrDefault(gram, List.of())) {
                    if (line.startsWith(entry.anchor(), start - entry.offset())) {
                        found.set(entry.number());
                    }
                }
            }
        }
        return found;
    }

    private static int gram(String text, int offset) {
        int gram = 0;
        for (int at = offset; at < offset + LENGTH; at++) {
            gram = (gram << 8) | (text.charAt(at) & 0xff);
        }
        return gram;
    }

    private static int hash(int gram) {
        return (gram * 0x9e3779b1) >>> 16;
    }
}

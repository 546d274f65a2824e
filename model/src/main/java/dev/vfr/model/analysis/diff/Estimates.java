package dev.vfr.model.analysis.diff;

import dev.vfr.model.event.EventHeader;
import java.util.Optional;
import java.util.TreeMap;

/// The driver's estimates, each at the place where it was given: after so many states and so many bytes.
final class Estimates {

    private static final int MARKS_MAX = 1 << 16;

    /// Where an estimate was given.
    ///
    /// @param steps steps of the device before it
    /// @param offset bytes read before it
    /// @param kind `precopy-info` or `mig-data-size`
    record At(int steps, long offset, String kind) implements Comparable<At> {
        @Override
        public int compareTo(At other) {
            int bySteps = Integer.compare(steps, other.steps);
            int byOffset = bySteps != 0 ? bySteps : Long.compare(offset, other.offset);
            return byOffset != 0 ? byOffset : kind.compareTo(other.kind);
        }
    }

    /// What was said first at a place.
    record Said(String what, EventHeader header) {}

    private final TreeMap<At, Said> said = new TreeMap<>();

    void add(At at, String what, EventHeader header) {
        if (said.size() < MARKS_MAX) {
            said.putIfAbsent(at, new Said(what, header));
        }
    }

    /// The first place at which both were asked and answered otherwise.
    ///
    /// @param steps places after so many steps are not compared: the two have parted before
    Optional<At> firstDifference(Estimates other, int steps) {
        return said.entrySet().stream()
                .filter(entry -> entry.getKey().steps() <= steps)
                .filter(entry -> {
                    Said answer = other.said.get(entry.getKey());
                    return answer != null
                            && !answer.what().equals(entry.getValue().what());
                })
                .map(java.util.Map.Entry::getKey)
                .findFirst();
    }

    Said at(At at) {
        Said found = said.get(at);
        if (found == null) {
            throw new IllegalArgumentException("nothing was said at " + at);
        }
        return found;
    }
}

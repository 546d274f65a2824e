package dev.vfr.samples.testbed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Holds recorded calls against those of another view, thread by thread and in order.
///
/// @param counts how often each call was seen and recorded, by its name
/// @param difference the first call that is missing or other than it was seen, empty if there is none
record Comparison(Map<String, Counts> counts, Optional<String> difference) {

    /// @param seen by the other view
    /// @param recorded by the interposer
    record Counts(long seen, long recorded) {}

    /// Every call that was seen is recorded, and no other.
    static Comparison exact(String view, List<Call> seen, List<Call> recorded) {
        return new Matching(view, true, recorded).compare(seen, recorded);
    }

    /// Every call that was seen is recorded, as a whole or, as the driver sees those of readv and writev, in
    /// pieces; others may be between them.
    static Comparison within(String view, List<Call> seen, List<Call> recorded) {
        return new Matching(view, false, recorded).compare(seen, recorded);
    }

    /// Takes recorded calls one after the other, each thread's from a queue of its own.
    private static final class Matching {
        private final String view;
        private final boolean exact;
        private final Map<Integer, Deque<Call>> waiting = new LinkedHashMap<>();
        /// The threads whose next call has been matched in part.
        private final Set<Integer> begun = new HashSet<>();

        Matching(String view, boolean exact, List<Call> recorded) {
            this.view = view;
            this.exact = exact;
            recorded.forEach(call -> waiting.computeIfAbsent(call.thread(), _ -> new ArrayDeque<>())
                    .add(call));
        }

        Comparison compare(List<Call> seen, List<Call> recorded) {
            Optional<String> difference = Optional.empty();
            for (Call call : seen) {
                // A thread that ended in a call had nothing to return to.
                if (difference.isEmpty() && !call.result().isUnknown()) {
                    difference = take(call);
                }
            }
            return new Comparison(counts(seen, recorded), difference.or(this::leftOver));
        }

        private Optional<String> take(Call call) {
            Deque<Call> queue = waiting.computeIfAbsent(call.thread(), _ -> new ArrayDeque<>());
            boolean required = exact || begun.remove(call.thread());
            @Nullable Call next = queue.pollFirst();
            while (!required && next != null && !matches(call, next)) {
                next = queue.pollFirst();
            }
            if (next == null) {
                return Optional.of("missing: " + view + " saw " + call.text());
            }
            if (!matches(call, next)) {
                return Optional.of("differs: " + view + " saw " + call.text() + ", the trace has " + next.text()
                        + ", event " + next.seq());
            }
            if (!next.sameAs(call)) {
                queue.addFirst(next.without(call));
                begun.add(call.thread());
            }
            return Optional.empty();
        }

        /// A recorded call stands for several where the recorder merged them, or where the driver sees its
        /// pieces.
        private boolean matches(Call seen, Call recorded) {
            boolean divisible = recorded.times() > 1 || !exact;
            return recorded.sameAs(seen) || (divisible && recorded.isMoreThan(seen));
        }

        private Optional<String> leftOver() {
            for (Map.Entry<Integer, Deque<Call>> queue : waiting.entrySet()) {
                boolean over = exact || begun.contains(queue.getKey());
                if (over && !queue.getValue().isEmpty()) {
                    Call call = queue.getValue().getFirst();
                    return Optional.of(view + " has not seen " + call.text() + ", event " + call.seq());
                }
            }
            return Optional.empty();
        }
    }

    private static Map<String, Counts> counts(List<Call> seen, List<Call> recorded) {
        Map<String, Counts> counts = new TreeMap<>();
        seen.forEach(call -> counts.merge(call.name(), new Counts(call.times(), 0), Comparison::sum));
        recorded.forEach(call -> counts.merge(call.name(), new Counts(0, call.times()), Comparison::sum));
        return counts;
    }

    private static Counts sum(Counts a, Counts b) {
        return new Counts(a.seen + b.seen, a.recorded + b.recorded);
    }

    /// Prints the counts, a call a line.
    void print(String view, Appendable out) throws java.io.IOException {
        out.append(String.format("  %-32s %8s %8s%n", "", view, "recorded"));
        for (Map.Entry<String, Counts> entry : counts.entrySet()) {
            Counts each = entry.getValue();
            out.append(String.format("  %-32s %8d %8d%n", entry.getKey(), each.seen(), each.recorded()));
        }
    }
}

package dev.vfr.model.analysis.rule;

import dev.vfr.model.analysis.pass.Evidence;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Sentence;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/// The first fact of a device, with the count of the others.
///
/// @param fact the first
/// @param more how many of the same came later, >= 0
public record FirstOfDevice<T>(T fact, long more) {

    /// The facts that count, one for each device, in the order of the trace.
    ///
    /// @param wanted which facts count
    /// @param header the event that shows a fact
    public static <T> List<FirstOfDevice<T>> of(
            Evidence<T> evidence, Predicate<T> wanted, Function<T, EventHeader> header) {
        Map<Integer, FirstOfDevice<T>> byDevice = new LinkedHashMap<>();
        for (T fact : evidence.first()) {
            if (wanted.test(fact)) {
                byDevice.merge(
                        header.apply(fact).device(),
                        new FirstOfDevice<>(fact, 0),
                        (first, again) -> new FirstOfDevice<>(first.fact(), first.more() + 1));
            }
        }
        return List.copyOf(byDevice.values());
    }

    /// The sentence with the count of the others, such as `(and 3 more)`, if there are any.
    public static Sentence counted(Sentence sentence, long more) {
        return more == 0
                ? sentence
                : new Sentence(sentence.template() + " (and {more} more)", sentence.facts()).count("more", more);
    }
}

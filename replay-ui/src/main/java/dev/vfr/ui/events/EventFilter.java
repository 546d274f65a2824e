package dev.vfr.ui.events;

import dev.vfr.model.event.CallResult;
import dev.vfr.model.event.EventName;
import dev.vfr.model.event.MigrationEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Which events the table shows: words that all must occur in an event's name or text; `-word` must not occur.
/// `failed` keeps failed calls, `errno:EIO` those that ended so, `device:N` and `process:N` those of a number.
final class EventFilter {

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final List<Predicate<MigrationEvent>> terms;

    private EventFilter(List<Predicate<MigrationEvent>> terms) {
        this.terms = List.copyOf(terms);
    }

    static EventFilter parse(String text) {
        List<Predicate<MigrationEvent>> terms = new ArrayList<>();
        for (String word : BLANKS.splitAsStream(text.strip()).toList()) {
            if (word.length() > 1 && word.startsWith("-")) {
                terms.add(term(word.substring(1)).negate());
            } else if (!word.isEmpty()) {
                terms.add(term(word));
            }
        }
        return new EventFilter(terms);
    }

    boolean isEmpty() {
        return terms.isEmpty();
    }

    boolean matches(MigrationEvent event) {
        for (Predicate<MigrationEvent> term : terms) {
            if (!term.test(event)) {
                return false;
            }
        }
        return true;
    }

    private static Predicate<MigrationEvent> term(String word) {
        if (word.equalsIgnoreCase("failed")) {
            return event ->
                    EventText.resultOf(event).filter(CallResult::isFailed).isPresent();
        }
        String value = word.substring(word.indexOf(':') + 1);
        if (word.startsWith("errno:")) {
            return event -> EventText.resultOf(event)
                    .filter(result -> EventText.result(result).equalsIgnoreCase(value))
                    .isPresent();
        }
        if (word.startsWith("device:")) {
            return event -> Integer.toString(event.header().device()).equals(value);
        }
        if (word.startsWith("process:")) {
            return event -> Integer.toString(event.header().process()).equals(value);
        }
        String wanted = word.toLowerCase(Locale.ROOT);
        return event -> EventName.of(event).contains(wanted)
                || EventText.summary(event).toLowerCase(Locale.ROOT).contains(wanted);
    }
}

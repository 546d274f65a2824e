package dev.vfr.samples.scenario;

import dev.vfr.model.event.MigrationEvent;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/// Makes a trace that nobody could have recorded of one that somebody did: events are missing, twice there, at another
/// place, or say something else.
final class Agitation {

    private static final int RUN = 20;

    private final Random random;
    private final Alteration alteration;
    private final List<MigrationEvent> events;

    private Agitation(List<MigrationEvent> events, Random random) {
        this.random = random;
        this.alteration = new Alteration(random);
        this.events = new ArrayList<>(events);
    }

    /// The events of another trace, made of `events`; at least one.
    static List<MigrationEvent> of(List<MigrationEvent> events, Random random) {
        Agitation agitation = new Agitation(events, random);
        int times = 1 << random.nextInt(6);
        for (int i = 0; i < times; i++) {
            agitation.once();
        }
        // A recorder numbers what it gets; a trace that was tampered with has other numbers.
        return random.nextInt(4) == 0 ? agitation.events : numbered(agitation.events);
    }

    /// Without all events of one family.
    static List<MigrationEvent> without(List<MigrationEvent> events, Class<? extends MigrationEvent> family) {
        return numbered(
                events.stream().filter(event -> !family.isInstance(event)).toList());
    }

    static List<MigrationEvent> numbered(List<MigrationEvent> events) {
        List<MigrationEvent> numbered = new ArrayList<>();
        for (MigrationEvent event : events) {
            numbered.add(event.withHeader(event.header().withSeq(numbered.size())));
        }
        return numbered;
    }

    private void once() {
        int at = random.nextInt(events.size());
        int end = Math.min(events.size(), at + 1 + random.nextInt(RUN));
        switch (random.nextInt(8)) {
            case 0 -> drop(at, at + 1);
            case 1 -> drop(at, end);
            case 2 -> events.addAll(at, List.copyOf(events.subList(at, end)));
            case 3 -> Collections.swap(events, at, random.nextInt(events.size()));
            case 4 -> Collections.shuffle(events.subList(at, end), random);
            case 5 -> drop(events.size() - random.nextInt(3), events.size());
            default -> events.set(at, (MigrationEvent) alteration.altered((Record) events.get(at)));
        }
    }

    private void drop(int from, int to) {
        if (to - from < events.size() && from < to) {
            events.subList(from, to).clear();
        }
    }
}

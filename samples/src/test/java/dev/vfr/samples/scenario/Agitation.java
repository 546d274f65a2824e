package dev.vfr.samples.scenario;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.ClockAnchored;
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

    /// Every other pair of neighbours that belong to different processes has changed places.
    static List<MigrationEvent> neighboursSwapped(List<MigrationEvent> events, Random random) {
        List<MigrationEvent> swapped = new ArrayList<>(events);
        for (int i = 1; i < swapped.size(); i++) {
            int left = swapped.get(i - 1).header().process();
            int right = swapped.get(i).header().process();
            if (left >= 0 && right >= 0 && left != right && random.nextBoolean()) {
                Collections.swap(swapped, i - 1, i);
                i++;
            }
        }
        return numbered(swapped);
    }

    /// As if the host's monotonic clock and its real time had stood elsewhere, by so many ns.
    static List<MigrationEvent> shifted(List<MigrationEvent> events, long ns) {
        return events.stream().map(event -> shifted(event, ns)).toList();
    }

    private static MigrationEvent shifted(MigrationEvent event, long ns) {
        EventHeader h = event.header();
        EventHeader moved = h.hasTime()
                ? new EventHeader(
                        h.seq(), h.timeNs() + ns, h.durationNs(), h.process(), h.thread(), h.device(), h.session())
                : h;
        return event instanceof ClockAnchored anchor
                ? new ClockAnchored(
                        moved,
                        anchor.hostClock(),
                        anchor.monotonicNs() + ns,
                        anchor.realtimeNs() + ns,
                        anchor.uncertaintyNs())
                : event.withHeader(moved);
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

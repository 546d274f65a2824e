package dev.vfr.model.replay;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.EventSource;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.TraceEvent.EventsLost;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Events some of which are missing, with one loss in the place of those next to each other, as a damaged trace is
/// read.
public record GappyEvents(List<MigrationEvent> events, long count, Set<Long> gaps) implements EventSource {

    /// Leaves out the events of `missing`, ascending numbers.
    public static GappyEvents without(List<MigrationEvent> all, Set<Integer> missing) {
        List<MigrationEvent> left = new ArrayList<>();
        Set<Long> gaps = new HashSet<>();
        for (int i = 0; i < all.size(); i++) {
            if (!missing.contains(i)) {
                left.add(all.get(i));
            } else if (!missing.contains(i - 1)) {
                int end = i;
                while (missing.contains(end)) {
                    end++;
                }
                long unknown = EventHeader.UNKNOWN_NS;
                left.add(new EventsLost(
                        new EventHeader(i, unknown, unknown, -1, -1, -1, -1), OptionalLong.of(end - i), "damaged"));
                gaps.add((long) i);
            }
        }
        return new GappyEvents(left, all.size(), gaps);
    }

    @Override
    public EventReader readFrom(long index) {
        List<MigrationEvent> rest =
                events.stream().filter(event -> event.header().seq() >= index).toList();
        return new EventReader() {
            private int next;

            @Override
            public @Nullable MigrationEvent next() {
                return next < rest.size() ? rest.get(next++) : null;
            }

            @Override
            public boolean isGap() {
                return next > 0 && gaps.contains(rest.get(next - 1).header().seq());
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public void close() {}
}

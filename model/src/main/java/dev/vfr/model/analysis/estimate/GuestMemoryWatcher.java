package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.DataEvent.DataMerged;
import dev.vfr.model.event.DataEvent.DataRead;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.event.VmmEvent.VmmEstimated;
import dev.vfr.model.event.VmmEvent.VmmStepSeen;
import dev.vfr.model.fold.MigrationState;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/// Follows how much guest memory QEMU has left to send, by the sums that it traces: [GuestMemoryHistory].
///
/// A sum is over all handlers. What the devices have in it was printed just before, as [VmmEstimated], and the rest
/// is guest memory; other handlers that iterate (dirty bitmaps, slirp) are small, or absent beside VFIO.
/// Source: migration/migration.c, migration_iteration_run, and migration/savevm.c, qemu_savevm_query_pending.
final class GuestMemoryWatcher implements Watcher {

    private static final Set<Class<? extends MigrationEvent>> WATCHED = Set.of(
            VmmStepSeen.class, VmmEstimated.class, DataRead.class, DataMerged.class, MigrationStatusChanged.class);

    private final FactCollector facts;
    private final Map<Integer, GuestMemoryBuilder> open = new HashMap<>();

    GuestMemoryWatcher(FactCollector facts) {
        this.facts = facts;
    }

    @Override
    public Set<Class<? extends MigrationEvent>> watched() {
        return WATCHED;
    }

    @Override
    public void observe(MigrationEvent event, MigrationState before, MigrationState after) {
        int process = event.header().process();
        switch (event) {
            case VmmStepSeen e -> step(e, after);
            case VmmEstimated e -> builder(process).estimated(e);
            case DataRead e -> {
                if (e.result().isOk()) {
                    read(e.header(), e.bytes().orElse(0));
                }
            }
            case DataMerged e -> {
                if (e.saving()) {
                    read(e.header(), e.bytes());
                }
            }
            case MigrationStatusChanged e -> {
                if (e.status().equals("setup")) {
                    close(process);
                }
            }
            default -> throw new IllegalStateException("not watched: " + event);
        }
    }

    private void read(EventHeader header, long bytes) {
        GuestMemoryBuilder builder = open.get(header.process());
        if (builder != null) {
            builder.read(header, bytes);
        }
    }

    private void step(VmmStepSeen event, MigrationState after) {
        boolean exact = event.name().equals("migrate_pending_exact");
        if (exact || event.name().equals("migrate_pending_estimate")) {
            number(event.text(), " (pre = ")
                    .ifPresent(bytes -> builder(event.header().process())
                            .pending(
                                    event.header(),
                                    bytes,
                                    exact,
                                    exact ? countsStopCopy(event, after) : Devices.PRE_COPY));
        } else if (event.name().equals("qemu_savevm_query_pending")) {
            number(event.text(), "precopy=")
                    .ifPresent(bytes -> builder(event.header().process())
                            .pending(event.header(), bytes, event.text().startsWith("exact=1"), Devices.PRE_COPY));
        }
    }

    /// What an exact sum has of the devices.
    enum Devices {
        /// `initial_bytes` and `dirty_bytes`.
        PRE_COPY,
        /// `stop_copy_length`.
        STOP_COPY,
        /// Both: counted twice (before commit 3b5948f808).
        BOTH,
        /// The release is not shown.
        UNKNOWN
    }

    private static Devices countsStopCopy(VmmStepSeen event, MigrationState after) {
        String release = after.process(event.header().process())
                .flatMap(process -> process.vmmVersion())
                .orElse("");
        if (release.isEmpty()) {
            return Devices.UNKNOWN;
        }
        return release.startsWith("8.1")
                        || release.startsWith("8.2")
                        || release.startsWith("9.0")
                        || release.startsWith("9.1")
                ? Devices.BOTH
                : Devices.STOP_COPY;
    }

    private static OptionalLong number(String text, String label) {
        int at = text.indexOf(label);
        if (at < 0) {
            return OptionalLong.empty();
        }
        int from = at + label.length();
        int to = from;
        while (to < text.length() && Character.isDigit(text.charAt(to))) {
            to++;
        }
        // 18 digits are below 2^63: more guest memory there is not.
        return to == from || to - from > 18
                ? OptionalLong.empty()
                : OptionalLong.of(Long.parseLong(text, from, to, 10));
    }

    private GuestMemoryBuilder builder(int process) {
        return open.computeIfAbsent(process, GuestMemoryBuilder::new);
    }

    private void close(int process) {
        GuestMemoryBuilder builder = open.remove(process);
        if (builder != null) {
            builder.result().ifPresent(facts::add);
        }
    }

    @Override
    public void finish(MigrationState end) {
        Set.copyOf(open.keySet()).forEach(this::close);
    }
}

package dev.vfr.model.analysis.pairing;

import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.event.CaptureSource;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.fold.ClockTrack;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The two sides of one migration, with their times on one kind of axis: the host clock where it is one for both, real
/// time where both traces are anchored, else time since the start of each trace.
///
/// @param source null where no trace shows it
/// @param destination null where no trace shows it
/// @param unknownSide a side that nothing shows to be one or the other, and then the only one
/// @param pairedBy why they are taken for sides of one migration
public record Sides(
        @Nullable MigrationSide source,
        @Nullable MigrationSide destination,
        Optional<MigrationSide> unknownSide,
        PairedBy pairedBy) {

    public Sides(@Nullable MigrationSide source, @Nullable MigrationSide destination, PairedBy pairedBy) {
        this(source, destination, Optional.empty(), pairedBy);
    }

    /// A side of which nothing shows which one it is.
    static Sides ofUnknown(MigrationSide side) {
        return new Sides(null, null, Optional.of(side), PairedBy.EVIDENCE);
    }

    public Optional<MigrationSide> sourceSide() {
        return Optional.ofNullable(source);
    }

    public Optional<MigrationSide> destinationSide() {
        return Optional.ofNullable(destination);
    }

    /// All sides that are shown, the source first.
    public Stream<MigrationSide> shown() {
        return Stream.concat(both(), unknownSide.stream());
    }

    /// Two sides of which nothing else shows that they could belong to others.
    public Sides(@Nullable MigrationSide source, @Nullable MigrationSide destination) {
        this(source, destination, PairedBy.EVIDENCE);
    }

    /// How far apart the real time of two boots must be to tell them apart; clocks that are being set right drift less.
    private static final long SAME_BOOT_NS = 1_000_000;

    /// The sides that are shown.
    public Stream<MigrationSide> both() {
        return Stream.of(Optional.ofNullable(source), Optional.ofNullable(destination))
                .flatMap(Optional::stream);
    }

    /// Two processes of which the trace does not tell the clocks may have one each.
    boolean sameClock() {
        if (source == null
                || destination == null
                || source.trace().index() != destination.trace().index()) {
            return false;
        }
        int clock = source.trace().hostClock(source.process());
        return clock != EventHeader.NONE && clock == destination.trace().hostClock(destination.process());
    }

    /// Two traces of the interposer, whose times are CLOCK_MONOTONIC, from one boot of one host: it has the same name,
    /// and its clock began at the same real time.
    boolean sameBoot() {
        if (source == null
                || destination == null
                || source.trace().index() == destination.trace().index()) {
            return false;
        }
        OptionalLong sent = bootRealtimeNs(source);
        OptionalLong taken = bootRealtimeNs(destination);
        Optional<String> host = source.trace().host(source.process());
        return host.isPresent()
                && host.equals(destination.trace().host(destination.process()))
                && sent.isPresent()
                && taken.isPresent()
                && Math.abs(sent.getAsLong() - taken.getAsLong()) <= SAME_BOOT_NS;
    }

    private static OptionalLong bootRealtimeNs(MigrationSide side) {
        Optional<ClockTrack> clock = side.trace()
                .state()
                .clock(side.trace().hostClock(side.process()))
                .filter(ClockTrack::isAnchored);
        return clock.isPresent() && side.trace().has(CaptureSource.INTERPOSER)
                ? OptionalLong.of(clock.get().realtimeNs() - clock.get().monotonicNs())
                : OptionalLong.empty();
    }

    /// Both traces tell real time.
    public boolean anchored() {
        return source != null
                && destination != null
                && source.trace().clock().startRealtimeNs().isPresent()
                && destination.trace().clock().startRealtimeNs().isPresent();
    }

    /// The time of one side that is compared with the other's; empty where unknown.
    public OptionalLong comparable(MigrationSide side, long hostNs) {
        if (sameBoot()) {
            return hostNs == EventHeader.UNKNOWN_NS ? OptionalLong.empty() : OptionalLong.of(hostNs);
        }
        long axis = side.axisNs(hostNs);
        if (axis == EventHeader.UNKNOWN_NS) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(
                anchored() ? axis + side.trace().clock().startRealtimeNs().getAsLong() : axis);
    }
}

package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.MissedWrites;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pass.Burst;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.FailedTransfer;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.Refusal;
import dev.vfr.model.analysis.pass.VmmMessage;
import dev.vfr.model.analysis.verdict.Failure.Kind;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.report.Diagnosis.Failed;
import dev.vfr.model.vfio.DeviceState;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.stream.Stream;

/// Finds what failed in a migration: state that was lost before a call that failed, a call of a device before what a
/// VMM reported, and a failure before what merely follows from one at the other side.
final class Failures {

    private final Sides sides;

    private Failures(MigrationCase migration) {
        this.sides = migration.sides();
    }

    static Failure of(MigrationCase migration) {
        Failures failures = new Failures(migration);
        return Stream.<Function<Failures, Optional<Failure>>>of(
                        Failures::stateLost,
                        Failures::refused,
                        Failures::transfer,
                        Failures::notBegun,
                        Failures::vanished,
                        Failures::missedWrites,
                        Failures::reported,
                        Failures::notShown)
                .flatMap(kind -> kind.apply(failures).stream())
                .findFirst()
                .orElse(new Failure(Kind.NOT_SHOWN, Optional.empty(), OptionalLong.empty(), Failed.NOTHING));
    }

    private Optional<Failure> stateLost() {
        return firstOfDevices(device -> device.refusal().filter(Refusal::losesState))
                .map(found -> refusal(Kind.STATE_LOST, found))
                .or(this::stateLostAsSaid);
    }

    private Optional<Failure> stateLostAsSaid() {
        return sides.destinationSide()
                .flatMap(end -> end.saidStateLost()
                        .map(message -> Failure.at(
                                Kind.STATE_LOST,
                                end,
                                OptionalLong.of(message.seq()),
                                SaidCall.losingState(message.text().strip()))));
    }

    private Optional<Failure> refused() {
        return sides.shown()
                .flatMap(end -> end.devices().stream()
                        .filter(device -> device.refusal()
                                .filter(refusal -> !transferFailedBefore(refusal, end))
                                .isPresent())
                        .map(device -> new Found<>(end, device, device.refusal().orElseThrow())))
                .findFirst()
                .map(found -> refusal(Kind.REFUSED, found));
    }

    /// Where moving device data had already failed on that side, the refusal is a consequence.
    private static boolean transferFailedBefore(Refusal refusal, MigrationSide end) {
        return end.devices().stream()
                .flatMap(device -> device.failedTransfer().stream())
                .anyMatch(failed -> failed.seq() < refusal.seq());
    }

    /// A source that cannot read makes its destination fail too, so that its failure is the first.
    private Optional<Failure> transfer() {
        return firstOfDevices(DeviceSide::failedTransfer).map(found -> {
            FailedTransfer failed = found.what();
            return Failure.at(
                    Kind.TRANSFER,
                    found.end(),
                    OptionalLong.of(failed.seq()),
                    new Failed(
                            Optional.of(found.name()),
                            Optional.of(failed.read() ? "read" : "load"),
                            failed.state(),
                            Optional.empty(),
                            errno(failed.result()),
                            Optional.empty(),
                            false));
        });
    }

    private Optional<Failure> notBegun() {
        return sides.sourceSide().filter(source -> source.refused()).map(source -> said(Kind.NOT_BEGUN, source));
    }

    private Optional<Failure> vanished() {
        return sides.sourceSide()
                .filter(source ->
                        sides.destinationSide().isPresent() && Ending.of(source) == Ending.OPEN && !source.isTorn())
                .map(source -> Failure.at(Kind.VANISHED, source, OptionalLong.of(source.lastSeq()), Failed.NOTHING));
    }

    private Optional<Failure> missedWrites() {
        return sides.sourceSide()
                .filter(source -> Ending.of(source) == Ending.COMPLETED)
                .flatMap(source -> MissedWrites.of(source)
                        .map(trap -> Failure.at(
                                Kind.MISSED_WRITES,
                                source,
                                OptionalLong.of(trap.unmapped().header().seq()),
                                Failed.NOTHING.on(source.trace()
                                        .deviceName(trap.unmapped().header().device())))));
    }

    /// What a VMM reported at the side that does not merely complain of a stream that broke off; the destination
    /// where both do or neither.
    private Optional<Failure> reported() {
        List<MigrationSide> complaining = sides.shown()
                .filter(end -> end.burst().isPresent())
                .filter(end -> Ending.of(end) == Ending.FAILED || end.failing())
                .toList()
                .reversed();
        return complaining.stream().min(BY_WHAT_IT_EXPLAINS).map(end -> said(Kind.REPORTED, end));
    }

    /// What explains more comes first. A process that died explains a stream or a connection that broke at the other
    /// side.
    private static final Comparator<MigrationSide> BY_WHAT_IT_EXPLAINS = Comparator.comparing(
                    (MigrationSide end) -> burst(end).strength() != VmmMessage.Strength.CAUSE)
            .thenComparing(end -> !burst(end).cause().endsProcess())
            .thenComparing(end -> burst(end).strength());

    private static Burst burst(MigrationSide end) {
        return end.burst().orElseThrow();
    }

    private Optional<Failure> notShown() {
        return sides.shown()
                .filter(end -> Ending.of(end) == Ending.FAILED)
                .findFirst()
                .map(end -> Failure.at(Kind.NOT_SHOWN, end, end.terminalSeq(), Failed.NOTHING));
    }

    private static Failure said(Kind kind, MigrationSide end) {
        return end.burst()
                .map(burst -> Failure.at(
                        kind,
                        end,
                        OptionalLong.of(burst.cause().seq()),
                        SaidCall.in(burst.cause().text().strip())))
                .orElseGet(() -> Failure.at(kind, end, end.terminalSeq(), Failed.NOTHING));
    }

    private static Failure refusal(Kind kind, Found<Refusal> found) {
        Refusal refusal = found.what();
        return Failure.at(
                kind,
                found.end(),
                OptionalLong.of(refusal.seq()),
                new Failed(
                        Optional.of(found.name()),
                        Optional.of("SET " + refusal.requested()),
                        refusal.from(),
                        Optional.of(refusal.requested()),
                        errno(refusal.result()),
                        Optional.empty(),
                        kind == Kind.STATE_LOST));
    }

    /// Something of a device.
    private record Found<T>(MigrationSide end, DeviceSide device, T what) {
        String name() {
            return end.trace().deviceName(device.number());
        }
    }

    private <T> Optional<Found<T>> firstOfDevices(Function<DeviceSide, Optional<T>> what) {
        return sides.shown()
                .flatMap(end -> end.devices().stream()
                        .flatMap(device -> what.apply(device).map(found -> new Found<>(end, device, found)).stream()))
                .findFirst();
    }

    private static Optional<String> errno(CallResult result) {
        return result.errno().isPresent() ? Optional.of(result.name()) : Optional.empty();
    }

    /// The states that a side's devices were last in, each once.
    static List<DeviceState> lastStates(MigrationSide end) {
        return end.devices().stream()
                .flatMap(device -> device.lastState().stream())
                .distinct()
                .toList();
    }
}

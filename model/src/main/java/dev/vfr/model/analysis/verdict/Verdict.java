package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.downtime.Dominance;
import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.downtime.VmmFigure;
import dev.vfr.model.analysis.pairing.Ending;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.MissedWrites;
import dev.vfr.model.analysis.pairing.PairedBy;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.analysis.pairing.Switchover;
import dev.vfr.model.analysis.pass.DeviceSide;
import dev.vfr.model.analysis.pass.ErrorLines;
import dev.vfr.model.analysis.pass.FailedTransfer;
import dev.vfr.model.analysis.pass.MigrationSide;
import dev.vfr.model.analysis.pass.Refusal;
import dev.vfr.model.event.CallResult;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Mover;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/// Tells in one sentence what happened, at which side, and why.
final class Verdict {

    /// What failed, as far as the two sides show it.
    ///
    /// @param text what follows the words "The migration failed"
    /// @param side the side that shows it
    /// @param seq the event in that side's trace
    /// @param ofDevice a call of a device failed, as opposed to what a VMM said
    /// @param call the call that failed, where nothing but the call is told
    record Failure(
            String text, Optional<MigrationSide> side, OptionalLong seq, boolean ofDevice, Optional<FailedCall> call) {

        static Failure of(String text, MigrationSide side, OptionalLong seq, boolean ofDevice) {
            return new Failure(text, Optional.of(side), seq, ofDevice, Optional.empty());
        }

        static Failure of(String text, MigrationSide side, long seq, FailedCall call) {
            return new Failure(text, Optional.of(side), OptionalLong.of(seq), true, Optional.of(call));
        }

        /// The finding is on this very call, and tells of it with its errno.
        boolean isRetoldBy(Finding finding) {
            return isShownBy(finding)
                    && call.filter(failed -> failed.isWhollyIn(finding.summary()))
                            .isPresent();
        }

        /// The finding is on this very event.
        boolean isShownBy(Finding finding) {
            return finding.seq().isPresent()
                    && finding.seq().equals(seq)
                    && finding.trace().equals(side.map(at -> at.trace().name()));
        }
    }

    /// A call that failed, by the device's name, the state that it asked for or was made in, and the errno as name and
    /// text.
    record FailedCall(String device, Optional<DeviceState> state, String errno) {

        static FailedCall of(MigrationSide side, DeviceSide device, Optional<DeviceState> state, CallResult result) {
            return new FailedCall(side.trace().deviceName(device.number()), state, result.text());
        }

        boolean isWhollyIn(String summary) {
            return summary.contains(errno)
                    && state.filter(named -> summary.contains(named.name())).isPresent();
        }
    }

    private final MigrationCase migration;
    private final Sides sides;
    private final Optional<Finding> cause;
    private final boolean faultless;

    /// @param cause the finding that explains it
    /// @param faultless both sides are shown, and nothing was found that anybody would have to look at
    Verdict(MigrationCase migration, Optional<Finding> cause, boolean faultless) {
        this.migration = migration;
        this.sides = migration.sides();
        this.cause = cause;
        this.faultless = faultless;
    }

    String text() {
        return switch (migration.outcome()) {
            case COMPLETED -> completed() + causeBeside("; but ") + (faultless ? "; no fault was found" : "") + ".";
            case FAILED -> "The migration failed" + explained(failure()) + saidOtherwise() + halfShown() + ".";
            case CANCELLED -> cancelled() + causeBeside("; ") + ".";
            case INCOMPLETE -> incomplete() + causeBeside("; ") + ".";
        };
    }

    /// A cause takes the place of what a VMM merely said of it, and stands beside a call that failed.
    private String explained(Failure failure) {
        if (cause.isEmpty()) {
            return failure.text() + consequence();
        }
        if (!failure.ofDevice()) {
            return where(cause.get()) + ": " + cause.get().summary() + consequence();
        }
        if (failure.isRetoldBy(cause.get())) {
            String device = failure.call().map(FailedCall::device).orElse("");
            String named = cause.get().summary().contains(device) ? "" : "device " + device + ": ";
            return failure.side().map(Verdict::at).orElse("") + ": " + named
                    + cause.get().summary() + consequence();
        }
        String link = failure.isShownBy(cause.get())
                ? "; "
                : cause.get().mover() == Mover.NETWORK
                        ? "; the cause lies between the two sides: "
                        : "; the cause is" + where(cause.get()) + ": ";
        return failure.text() + link + cause.get().summary() + consequence();
    }

    private String causeBeside(String link) {
        return cause.map(finding ->
                        link + where(finding).strip() + (where(finding).isEmpty() ? "" : ", ") + finding.summary())
                .orElse("");
    }

    private String where(Finding finding) {
        return migration.sideOf(finding).map(side -> " at the " + side.word()).orElse("");
    }

    private String completed() {
        OptionalLong vmmNs = VmmFigure.ns(sides);
        Downtime.Known downtime = Downtime.known(sides, migration.clocks());
        String vmm = vmmNs.isPresent() ? "the VMM says " + Figures.time(vmmNs.getAsLong()) : "";
        String said = vmm.isEmpty() ? "" : " (" + vmm + ")";
        if (downtime.ns().isPresent()) {
            return "The migration completed: " + devices() + " stood still for "
                    + Figures.time(downtime.ns().get()) + said + " between the source and the destination"
                    + Dominance.of(migration).map(most -> "; " + most).orElse("");
        }
        if (downtime.atLeastNs().isPresent()) {
            return "The migration completed: " + devices() + " stood still for at least "
                    + Figures.time(downtime.atLeastNs().getAsLong()) + said
                    + " between the source and the destination, and how much longer is not proven";
        }
        MigrationSide destination = sides.destination();
        if (destination == null) {
            return "The migration completed as far as the source shows" + absent("destination")
                    + (vmm.isEmpty() ? "" : "; of the downtime " + vmm);
        }
        String alone = sides.source() == null ? " as far as the destination shows" + absent("source") : "";
        String waiting = isResuming(destination)
                ? "; the destination device is still in RESUMING"
                        + (destination.vmm().vmRunning() ? "" : ", because its VM was not started")
                : "";
        return "The migration completed" + alone + waiting + (vmm.isEmpty() ? "" : "; downtime: " + vmm);
    }

    /// That the other side is not there, and what therefore is not known.
    private String absent(String side) {
        return sides.pairedBy() == PairedBy.NOTHING
                ? "; more than one of the " + side + "s in these traces fits, and nothing tells which it was"
                : "; no trace shows the " + side + unknownWithout(side);
    }

    /// What only the side that is absent could tell.
    private static String unknownWithout(String side) {
        return side.equals("destination")
                ? ", so that whether its device took the state is not known, nor how long it stood still"
                : ", so that the downtime is not known";
    }

    /// The other side of a migration that did not come to its end.
    private String halfShown() {
        if (sides.source() != null && sides.destination() != null) {
            return "";
        }
        String side = sides.source() == null ? "source" : "destination";
        return sides.pairedBy() == PairedBy.NOTHING
                ? absent(side)
                : "; no trace shows the " + side + ", nor what went wrong there";
    }

    /// Without a word of the VMM nobody knows whether it was cancelled or gave up for a reason of its own.
    private String cancelled() {
        return wasToldToStop()
                ? "The migration was cancelled at the source" + sourceNow()
                : "The source gave the migration up with no call failing" + sourceNow()
                        + "; who wanted it is not shown";
    }

    /// The VMM says itself that it was cancelled.
    boolean wasToldToStop() {
        MigrationSide source = sides.source();
        return source == null || source.end().isPresent();
    }

    private String incomplete() {
        if (migration.showsNoStates()) {
            return "Whether the migration succeeded this source cannot show: strace has the calls, and not which states"
                    + " they asked for; " + movedBytes() + " (what would show it: vfr record, or QEMU's trace log)";
        }
        List<String> known = new ArrayList<>();
        MigrationSide source = sides.source();
        if (source != null) {
            known.add("the source" + said(source) + lastState(source));
        }
        MigrationSide destination = sides.destination();
        if (destination != null) {
            known.add("the destination" + said(destination) + lastState(destination) + neverRan(destination));
        }
        return "The migration has no end in the trace: " + String.join("; ", known);
    }

    private String movedBytes() {
        return bothSides().stream()
                        .map(side -> "the " + word(side) + (end(side) == Report.Side.SOURCE ? " read " : " wrote ")
                                + side.devices().stream()
                                        .mapToLong(device -> device.bytes())
                                        .sum()
                                + " bytes of device data")
                        .collect(Collectors.joining(", "))
                + (bothSides().size() == 2 ? "" : absent(sides.source() == null ? "source" : "destination"));
    }

    /// The call that failed, or else what a VMM said of it.
    Failure failure() {
        for (MigrationSide side : bothSides()) {
            for (DeviceSide device : side.devices()) {
                Refusal refusal = device.refusal().orElse(null);
                if (refusal != null && refusal.losesState()) {
                    return Failure.of(lost(side, device, refusal), side, OptionalLong.of(refusal.seq()), true);
                }
            }
        }
        for (MigrationSide side : bothSides()) {
            for (DeviceSide device : side.devices()) {
                Refusal refusal = device.refusal().orElse(null);
                if (refusal != null && !transferFailedBefore(refusal, side)) {
                    return Failure.of(
                            at(side) + ": " + refused(side, device, refusal),
                            side,
                            refusal.seq(),
                            FailedCall.of(side, device, Optional.of(refusal.requested()), refusal.result()));
                }
            }
        }
        for (MigrationSide side : bothSides().reversed()) {
            for (DeviceSide device : side.devices()) {
                FailedTransfer failed = device.failedTransfer().orElse(null);
                if (failed != null) {
                    return Failure.of(
                            at(side) + ": " + transferFailed(side, device, failed),
                            side,
                            failed.seq(),
                            FailedCall.of(side, device, failed.state(), failed.result()));
                }
            }
        }
        return vmmRefused()
                .or(this::vanished)
                .or(this::missed)
                .or(this::vmmSaid)
                .orElseGet(this::generic);
    }

    /// Whether moving device data had already failed on that side: then the refusal is a consequence.
    private static boolean transferFailedBefore(Refusal refusal, MigrationSide side) {
        return side.devices().stream()
                .anyMatch(device -> device.failedTransfer()
                        .filter(failed -> failed.seq() < refusal.seq())
                        .isPresent());
    }

    private static String lost(MigrationSide side, DeviceSide device, Refusal refusal) {
        return at(side) + ": device " + side.trace().deviceName(device.number())
                + " " + refusal.told()
                + (device.wasReset() ? " and was reset, so that its state is lost" : ", so that its state is lost");
    }

    private static String refused(MigrationSide side, DeviceSide device, Refusal refusal) {
        String from = refusal.from().map(state -> " from " + state).orElse("");
        return "device " + side.trace().deviceName(device.number()) + " refused to go" + from + " to "
                + refusal.requested() + " with " + refusal.result().text();
    }

    private static String transferFailed(MigrationSide side, DeviceSide device, FailedTransfer failed) {
        String where = failed.state().map(state -> " in " + state).orElse("");
        return (failed.read() ? "reading" : "loading") + " the state of device "
                + side.trace().deviceName(device.number()) + where + " failed with "
                + failed.result().text();
    }

    /// The VMM did not even begin.
    private Optional<Failure> vmmRefused() {
        MigrationSide source = sides.source();
        return source == null || !source.refused()
                ? Optional.empty()
                : Optional.of(Failure.of(
                        at(source) + ": the VMM refused to begin" + quoted(source.errorText()),
                        source,
                        source.errorSeq(),
                        false));
    }

    /// Both sides say completed, and the destination lacks what the driver at the source could not see.
    private Optional<Failure> missed() {
        MigrationSide source = sides.source();
        if (source == null || Ending.of(source) != Ending.COMPLETED) {
            return Optional.empty();
        }
        return MissedWrites.of(source)
                .map(trap -> Failure.of(
                        at(source) + ": what the guest wrote to device "
                                + source.trace()
                                        .deviceName(trap.unmapped().header().device())
                                + " in PRE_COPY before its region was trapped is lost",
                        source,
                        OptionalLong.of(trap.unmapped().header().seq()),
                        true));
    }

    /// The source stopped in the middle while the destination waited for more.
    private Optional<Failure> vanished() {
        MigrationSide source = sides.source();
        MigrationSide destination = sides.destination();
        if (source == null || destination == null || Ending.of(source) != Ending.OPEN) {
            return Optional.empty();
        }
        return Optional.of(Failure.of(
                ": the source vanished" + lastState(source) + ", and the destination ended"
                        + quoted(destination.errorText()),
                source,
                OptionalLong.of(source.lastSeq()),
                false));
    }

    /// The side that does not merely complain of a stream that broke off; the destination where both do or
    /// neither.
    private Optional<Failure> vmmSaid() {
        List<MigrationSide> complaining = bothSides().reversed().stream()
                .filter(side -> side.errorText().isPresent())
                .filter(side -> Ending.of(side) == Ending.FAILED || side.failing())
                .toList();
        Optional<MigrationSide> said = complaining.stream()
                .filter(side ->
                        !side.errorText().filter(ErrorLines::isConsequence).isPresent())
                .findFirst()
                .or(() -> complaining.stream().findFirst());
        return said.map(side -> Failure.of(at(side) + quoted(side.errorText()), side, side.errorSeq(), false));
    }

    private Failure generic() {
        for (MigrationSide side : bothSides()) {
            if (Ending.of(side) == Ending.FAILED) {
                return Failure.of(
                        at(side) + lastState(side) + "; the trace does not show why", side, side.terminalSeq(), false);
            }
        }
        return new Failure(
                "; the trace does not show why", Optional.empty(), OptionalLong.empty(), false, Optional.empty());
    }

    /// Both VMMs may say "completed" all the same.
    private String saidOtherwise() {
        List<String> sure = bothSides().stream()
                .filter(side -> side.end().equals(Optional.of("completed")))
                .map(Verdict::word)
                .toList();
        return sure.isEmpty()
                ? ""
                : ", although the VMM at the " + String.join(" and at the ", sure) + " says completed";
    }

    private String consequence() {
        MigrationSide source = sides.source();
        if (source != null && isIn(source, DeviceState.RUNNING)) {
            return "; the source device is RUNNING again";
        }
        MigrationSide destination = sides.destination();
        boolean hangs = destination != null && isResuming(destination);
        return hangs ? "; the destination never left RESUMING" : "";
    }

    private String sourceNow() {
        MigrationSide source = sides.source();
        return source != null && isIn(source, DeviceState.RUNNING) ? "; its device is RUNNING again" : "";
    }

    private String devices() {
        MigrationSide source = sides.source();
        long count = source == null ? 1 : Switchover.devices(source);
        return count == 1 ? "the device" : "the " + count + " devices";
    }

    private List<MigrationSide> bothSides() {
        List<MigrationSide> both = new ArrayList<>();
        if (sides.source() != null) {
            both.add(sides.source());
        }
        if (sides.destination() != null) {
            both.add(sides.destination());
        }
        return both;
    }

    private static String lastState(MigrationSide side) {
        String states = side.devices().stream()
                .flatMap(device -> device.lastState().stream())
                .map(DeviceState::name)
                .distinct()
                .collect(Collectors.joining(", "));
        return states.isEmpty() ? "" : " with its device in " + states;
    }

    private static String said(MigrationSide side) {
        if (side.byStream() && side.end().isEmpty()) {
            return side.streamEnded()
                    ? " wrote its whole stream, and whether it was loaded is not shown"
                    : " wrote a part of its stream";
        }
        return side.end().map(status -> " says " + status + " and ends").orElse(" ends");
    }

    private static String neverRan(MigrationSide side) {
        boolean ran =
                side.devices().stream().anyMatch(device -> device.running().isPresent());
        return ran ? "" : " and never ran";
    }

    private static boolean isResuming(MigrationSide side) {
        return isIn(side, DeviceState.RESUMING);
    }

    private static boolean isIn(MigrationSide side, DeviceState state) {
        return side.devices().stream().anyMatch(device -> device.isLastIn(state));
    }

    private static String at(MigrationSide side) {
        return " at the " + word(side);
    }

    private static String word(MigrationSide side) {
        return end(side).word();
    }

    static Report.Side end(MigrationSide side) {
        return side.role();
    }

    private static String quoted(Optional<String> text) {
        return text.map(said -> ": \"" + said.strip() + "\"").orElse("");
    }
}

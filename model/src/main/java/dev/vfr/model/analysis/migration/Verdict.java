package dev.vfr.model.analysis.migration;

import dev.vfr.model.analysis.scan.DeviceLeg;
import dev.vfr.model.analysis.scan.Ending;
import dev.vfr.model.analysis.scan.Errnos;
import dev.vfr.model.analysis.scan.ErrorLines;
import dev.vfr.model.analysis.scan.Refusal;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Tells in one sentence what happened, at which side, and why.
public final class Verdict {

    private final Sides sides;
    private final Optional<Interval> downtimeNs;
    private final OptionalLong vmmDowntimeNs;

    private Verdict(Sides sides, Optional<Interval> downtimeNs, OptionalLong vmmDowntimeNs) {
        this.sides = sides;
        this.downtimeNs = downtimeNs;
        this.vmmDowntimeNs = vmmDowntimeNs;
    }

    static String of(Sides sides, Report.Outcome outcome, Optional<Interval> downtimeNs, OptionalLong vmmDowntimeNs) {
        Verdict verdict = new Verdict(sides, downtimeNs, vmmDowntimeNs);
        return switch (outcome) {
            case COMPLETED -> verdict.completed();
            case FAILED -> "The migration failed" + verdict.failure() + verdict.saidOtherwise() + ".";
            case CANCELLED -> verdict.cancelled();
            case INCOMPLETE -> verdict.incomplete();
        };
    }

    private String completed() {
        String vmm = vmmDowntimeNs.isPresent() ? "the VMM says " + Figures.time(vmmDowntimeNs.getAsLong()) : "";
        if (downtimeNs.isPresent()) {
            String said = vmm.isEmpty() ? "" : " (" + vmm + ")";
            return "The migration completed: " + devices() + " stood still for " + Figures.time(downtimeNs.get()) + said
                    + " between the source and the destination.";
        }
        Sides.Side destination = sides.destination();
        if (destination == null) {
            return "The migration completed as far as the source shows; no trace shows the destination"
                    + (vmm.isEmpty() ? "" : "; downtime: " + vmm) + ".";
        }
        String alone = sides.source() == null ? " as far as the destination shows; no trace shows the source" : "";
        String waiting = isResuming(destination)
                ? "; the destination device is still in RESUMING"
                        + (destination.leg().vmRunning ? "" : ", because its VM was not started")
                : "";
        return "The migration completed" + alone + waiting + (vmm.isEmpty() ? "" : "; downtime: " + vmm) + ".";
    }

    /// Without a word of the VMM nobody knows whether it was cancelled or gave up for a reason of its own.
    private String cancelled() {
        Sides.Side source = sides.source();
        boolean told = source == null || source.leg().end().isPresent();
        return told
                ? "The migration was cancelled at the source" + sourceNow() + "."
                : "The source gave the migration up with no call failing" + sourceNow()
                        + "; who wanted it is not shown.";
    }

    private String incomplete() {
        List<String> known = new ArrayList<>();
        Sides.Side source = sides.source();
        if (source != null) {
            known.add("the source" + said(source) + lastState(source));
        }
        Sides.Side destination = sides.destination();
        if (destination != null) {
            known.add("the destination" + said(destination) + lastState(destination) + neverRan(destination));
        }
        return "The migration has no end in the trace: " + String.join("; ", known) + ".";
    }

    private String failure() {
        for (Sides.Side side : bothSides()) {
            for (DeviceLeg part : side.leg().devices.values()) {
                if (part.lostState()) {
                    return lost(side, part);
                }
            }
        }
        for (Sides.Side side : bothSides()) {
            for (DeviceLeg part : side.leg().devices.values()) {
                if (part.refusal != null && !transferFailedBefore(part.refusal, side)) {
                    return at(side) + ": " + refused(side, part, part.refusal) + consequence();
                }
            }
        }
        for (Sides.Side side : bothSides().reversed()) {
            for (DeviceLeg part : side.leg().devices.values()) {
                if (part.failedTransfer != null) {
                    return at(side) + ": " + transferFailed(side, part, part.failedTransfer) + consequence();
                }
            }
        }
        return vanished().or(this::vmmSaid).orElse(generic());
    }

    /// Whether moving device data had already failed on that side: then the refusal is a consequence.
    private static boolean transferFailedBefore(Refusal refusal, Sides.Side side) {
        return side.leg().devices.values().stream()
                .anyMatch(part -> part.failedTransfer != null && part.failedTransfer.seq() < refusal.seq());
    }

    private String lost(Sides.Side side, DeviceLeg part) {
        Refusal refusal = part.refusal;
        if (refusal == null) {
            return at(side);
        }
        return at(side) + ": device " + side.scan().deviceName(part.device)
                + " " + refusal.told()
                + (part.wasReset ? " and was reset, so that its state is lost" : ", so that its state is lost");
    }

    private static String refused(Sides.Side side, DeviceLeg part, Refusal refusal) {
        String from = refusal.from().map(state -> " from " + state).orElse("");
        return "device " + side.scan().deviceName(part.device) + " refused to go" + from + " to " + refusal.requested()
                + " with " + Errnos.text(refusal.result());
    }

    private static String transferFailed(Sides.Side side, DeviceLeg part, DeviceLeg.FailedTransfer failed) {
        String where = failed.state().map(state -> " in " + state).orElse("");
        return (failed.read() ? "reading" : "loading") + " the state of device "
                + side.scan().deviceName(part.device) + where + " failed with " + Errnos.text(failed.result());
    }

    /// The source stopped in the middle while the destination waited for more.
    private Optional<String> vanished() {
        Sides.Side source = sides.source();
        Sides.Side destination = sides.destination();
        if (source == null || destination == null || Ending.of(source.leg()) != Ending.OPEN) {
            return Optional.empty();
        }
        return Optional.of(": the source vanished" + lastState(source) + ", and the destination ended"
                + quoted(destination.leg().errorText));
    }

    /// The side that does not merely complain of a stream that broke off; the destination where both do or
    /// neither.
    private Optional<String> vmmSaid() {
        List<Sides.Side> complaining = bothSides().reversed().stream()
                .filter(side -> side.leg().errorText != null)
                .filter(side -> Ending.of(side.leg()) == Ending.FAILED || side.leg().failing)
                .toList();
        Optional<Sides.Side> cause = complaining.stream()
                .filter(side -> !ErrorLines.isConsequence(side.leg().errorText))
                .findFirst()
                .or(() -> complaining.stream().findFirst());
        return cause.map(side -> at(side) + quoted(side.leg().errorText) + consequence());
    }

    private String generic() {
        for (Sides.Side side : bothSides()) {
            if (Ending.of(side.leg()) == Ending.FAILED) {
                return at(side) + lastState(side) + "; the trace does not show why";
            }
        }
        return "; the trace does not show why";
    }

    /// Both VMMs may say "completed" all the same.
    private String saidOtherwise() {
        List<String> sure = bothSides().stream()
                .filter(side -> side.leg().end().equals(Optional.of("completed")))
                .map(Verdict::word)
                .toList();
        return sure.isEmpty()
                ? ""
                : ", although the VMM at the " + String.join(" and at the ", sure) + " says completed";
    }

    private String consequence() {
        Sides.Side source = sides.source();
        if (source != null && isIn(source, DeviceState.RUNNING)) {
            return "; the source device is RUNNING again";
        }
        Sides.Side destination = sides.destination();
        boolean hangs = destination != null && isResuming(destination);
        return hangs ? "; the destination never left RESUMING" : "";
    }

    private String sourceNow() {
        Sides.Side source = sides.source();
        return source != null && isIn(source, DeviceState.RUNNING) ? "; its device is RUNNING again" : "";
    }

    private String devices() {
        Sides.Side source = sides.source();
        long count = source == null ? 1 : source.leg().devices.size();
        return count == 1 ? "the device" : "the " + count + " devices";
    }

    private List<Sides.Side> bothSides() {
        List<Sides.Side> both = new ArrayList<>();
        if (sides.source() != null) {
            both.add(sides.source());
        }
        if (sides.destination() != null) {
            both.add(sides.destination());
        }
        return both;
    }

    private static String lastState(Sides.Side side) {
        String states = side.leg().devices.values().stream()
                .filter(part -> part.lastState != null)
                .map(part -> String.valueOf(part.lastState))
                .distinct()
                .collect(Collectors.joining(", "));
        return states.isEmpty() ? "" : " with its device in " + states;
    }

    private static String said(Sides.Side side) {
        if (side.leg().byStream && side.leg().end().isEmpty()) {
            return side.leg().streamEnded
                    ? " wrote its whole stream, and whether it was loaded is not shown"
                    : " wrote a part of its stream";
        }
        return side.leg().end().map(status -> " says " + status + " and ends").orElse(" ends");
    }

    private static String neverRan(Sides.Side side) {
        boolean ran = side.leg().devices.values().stream().anyMatch(part -> part.running != null);
        return ran ? "" : " and never ran";
    }

    private static boolean isResuming(Sides.Side side) {
        return isIn(side, DeviceState.RESUMING);
    }

    private static boolean isIn(Sides.Side side, DeviceState state) {
        return side.leg().devices.values().stream().anyMatch(part -> part.lastState == state);
    }

    private static String at(Sides.Side side) {
        return " at the " + word(side);
    }

    private static String word(Sides.Side side) {
        return side.leg().side == Report.Side.DESTINATION ? "destination" : "source";
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "" : ": \"" + text.strip() + "\"";
    }
}

package dev.vfr.model.analysis.verdict;

import dev.vfr.model.analysis.downtime.Downtime;
import dev.vfr.model.analysis.downtime.VmmFigure;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.Sides;
import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Diagnosis.At;
import dev.vfr.model.report.Diagnosis.Failed;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Interval;
import dev.vfr.model.vfio.DeviceState;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;

/// One or two short sentences: outcome and side, then what failed, and what that means for the guest as far as there is
/// room.
final class Headline {

    private static final int WORDS_MAX = 20;

    private final MigrationCase migration;
    private final Optional<Diagnosis> diagnosis;
    private final Optional<Finding> cause;

    private Headline(MigrationCase migration, Optional<Diagnosis> diagnosis, Optional<Finding> cause) {
        this.migration = migration;
        this.diagnosis = diagnosis;
        this.cause = cause;
    }

    static String of(MigrationCase migration, Optional<Diagnosis> diagnosis, Optional<Finding> cause) {
        Headline headline = new Headline(migration, diagnosis, cause);
        List<String> longestFirst = switch (migration.outcome()) {
            case FAILED, BLOCKED -> headline.failed();
            case CANCELLED -> headline.cancelled();
            case INCOMPLETE -> headline.incomplete();
            case COMPLETED -> headline.completed();
        };
        return ShortNames.in(migration, fit(longestFirst));
    }

    /// The first of these, the longest first, that has no more words than a headline may have.
    private static String fit(List<String> longestFirst) {
        for (String candidate : longestFirst) {
            if (candidate.split("\\s+").length <= WORDS_MAX) {
                return candidate;
            }
        }
        String[] words = longestFirst.getLast().split("\\s+");
        return String.join(" ", List.of(words).subList(0, WORDS_MAX - 1)) + " …";
    }

    private String start() {
        At at = diagnosis.map(Diagnosis::at).orElse(At.UNKNOWN);
        String where = switch (at) {
            case SOURCE, DESTINATION -> " at " + at.word();
            case BETWEEN -> " between the hosts";
            case MANAGEMENT -> " by the management layer";
            case UNKNOWN -> "";
        };
        return migration.outcome().word().toUpperCase(Locale.ROOT) + where;
    }

    private List<String> failed() {
        Failed failed = diagnosis.map(Diagnosis::failed).orElse(Failed.NOTHING);
        String title = cause.map(Finding::title).orElse("");
        boolean seen =
                failed.call().isPresent() && (failed.message().isEmpty() || title.isEmpty() || failed.stateLost());
        String what = seen ? call(failed) : "";
        List<String> bodies = new ArrayList<>();
        if (!what.isEmpty()) {
            Optional<String> guest = guest(failed);
            if (failed.stateLost()) {
                guest.ifPresent(means -> bodies.add(what + ". " + means));
            }
            if (!title.isEmpty()) {
                bodies.add(what + ": " + title + ".");
            }
            guest.ifPresent(means -> bodies.add(what + ". " + means));
            bodies.add(what + ".");
        } else if (!title.isEmpty()) {
            guest(failed).ifPresent(guest -> bodies.add(title + ". " + guest));
            bodies.add(title + ".");
        } else if (cause.isPresent()) {
            bodies.add(cause.get().summary() + ".");
        }
        failed.message().ifPresent(message -> bodies.add("\"" + message + "\"."));
        bodies.add("these traces do not show why.");
        return bodies.stream().map(body -> start() + ": " + body).toList();
    }

    /// What happened to the device, in the words of the call.
    private static String call(Failed failed) {
        String device = failed.device().orElse("the device");
        String errno = failed.errno().map(name -> name + " on ").orElse("");
        String call = failed.call().orElse("");
        if (failed.stateLost()) {
            return device + " rejected its state (" + errno + call + from(failed) + ")";
        }
        return switch (call) {
            case "read" -> "reading the state of " + device + " failed" + in(failed);
            case "load" -> "loading the state of " + device + " failed" + in(failed);
            default ->
                device + " refused " + call + " ("
                        + failed.errno().map(name -> name + ", ").orElse("") + "from "
                        + failed.from().map(Enum::name).orElse("an unknown state") + ")";
        };
    }

    private static String from(Failed failed) {
        return failed.from().map(state -> " from " + state).orElse("");
    }

    private static String in(Failed failed) {
        String state = failed.from().map(from -> "in " + from).orElse("");
        String both = failed.errno()
                .map(name -> state.isEmpty() ? name : name + " " + state)
                .orElse(state);
        return both.isEmpty() ? "" : " (" + both + ")";
    }

    /// What became of the guest, as far as the traces show.
    private Optional<String> guest(Failed failed) {
        Sides sides = migration.sides();
        if (failed.stateLost()) {
            return sides.destinationSide()
                    .filter(end -> end.vmm().vmRunning() || end.hasMomentOf("runstate-running"))
                    .map(end -> "Guest runs without it.");
        }
        return sides.sourceSide()
                .filter(end -> Failures.lastStates(end).equals(List.of(DeviceState.RUNNING)))
                .filter(end -> end.vmm().vmRunning())
                .map(end -> "Guest runs on at the source.");
    }

    private List<String> cancelled() {
        boolean told = diagnosis
                .map(Diagnosis::responsible)
                .filter(dev.vfr.model.report.Responsible.OPERATOR::equals)
                .isPresent();
        String start = "CANCELLED" + (told ? " by the operator" : ": the source aborted, and no call failed");
        List<String> texts = new ArrayList<>();
        cause.map(Finding::title)
                .filter(title -> !title.isEmpty())
                .ifPresent(title -> texts.add(start + (told ? ": " : "; ") + title + "."));
        guest(Failed.NOTHING).ifPresent(guest -> texts.add(start + ". " + guest));
        texts.add(start + ".");
        return texts;
    }

    private List<String> incomplete() {
        List<String> texts = new ArrayList<>();
        cause.map(Finding::title)
                .filter(title -> !title.isEmpty())
                .ifPresent(title -> texts.add("INCOMPLETE: " + title + "."));
        if (migration.showsNoStates()) {
            texts.add("INCOMPLETE: strace shows that device data moved, but not whether the migration succeeded.");
        }
        OptionalLong least =
                Downtime.known(migration.sides(), migration.clocks()).atLeastNs();
        if (least.isPresent()) {
            texts.add("INCOMPLETE: the traces do not show the end; the VM was stopped for at least "
                    + Figures.time(least.getAsLong()) + ".");
        }
        String states = String.join(
                ", ",
                migration
                        .sides()
                        .shown()
                        .filter(end -> !Failures.lastStates(end).isEmpty())
                        .map(end -> end.word() + " device in "
                                + String.join(
                                        "/",
                                        Failures.lastStates(end).stream()
                                                .map(Enum::name)
                                                .toList()))
                        .toList());
        if (!states.isEmpty()) {
            texts.add("INCOMPLETE: the traces end before the migration does; " + states + ".");
        }
        texts.add("INCOMPLETE: the traces end before the migration does.");
        return texts;
    }

    private List<String> completed() {
        String start = switch (migration.kind()) {
            case VFIO, PLAIN -> "COMPLETED";
            case REPLUG -> "COMPLETED (unplugged before and plugged in after)";
            case CPR -> "COMPLETED (CPR)";
        };
        Downtime.Known known = Downtime.known(migration.sides(), migration.clocks());
        Optional<Interval> downtime = known.ns();
        OptionalLong least = known.atLeastNs();
        OptionalLong vmm = VmmFigure.ns(migration.sides());
        boolean vmmIsMore = least.isPresent() && vmm.isPresent() && vmm.getAsLong() > least.getAsLong();
        String figure = downtime.isPresent()
                ? "downtime " + Figures.time(downtime.get())
                : least.isPresent() && !vmmIsMore
                        ? "downtime at least " + Figures.time(least.getAsLong())
                        : vmm.isPresent() ? "QEMU reports a downtime of " + Figures.wholeMs(vmm.getAsLong()) : "";
        String alone = migration.sides().unknownSide().isPresent()
                ? ", as far as this side shows"
                : migration.sides().destinationSide().isEmpty()
                        ? ", as far as the source shows"
                        : migration.sides().sourceSide().isEmpty() ? ", as far as the destination shows" : "";
        String title = cause.map(Finding::title).orElse("");
        List<String> texts = new ArrayList<>();
        if (!title.isEmpty()) {
            texts.add(start + alone + (figure.isEmpty() ? "" : ", " + figure) + ": " + title + ".");
            texts.add(start + alone + ": " + title + ".");
        }
        if (!figure.isEmpty()) {
            texts.add(start + alone + ": " + figure + ".");
        }
        texts.add(start + alone + ".");
        return texts;
    }
}

package dev.vfr.recorder.report;

import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.DowntimeAnatomy.DeviceShare;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.Amounts;
import dev.vfr.model.report.Report.DeviceSummary;
import dev.vfr.model.report.Report.Estimates;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.Report.PathEntry;
import dev.vfr.model.report.Report.Phase;
import dev.vfr.model.report.Report.Role;
import dev.vfr.model.report.Report.TraceSummary;
import dev.vfr.model.report.StreamComparison;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;

/// A report for people: first what happened, whose fault it was and how long it took, then each device, then
/// what is to be done.
public final class ReportText {

    private static final String INDENT = "  ";
    private static final String UNKNOWN = "unknown";

    private final StringBuilder text = new StringBuilder();
    private final Paint paint;

    private final boolean explained;

    private ReportText(boolean colour, boolean explained) {
        this.paint = new Paint(colour);
        this.explained = explained;
    }

    /// The report as text that ends with a line end.
    ///
    /// @param colour with the escape sequences of a terminal
    /// @param explained with what each finding means, and the clause that it rests on
    public static String of(Report report, boolean colour, boolean explained) {
        ReportText printed = new ReportText(colour, explained);
        printed.print(report);
        return printed.text.toString();
    }

    private void print(Report report) {
        report.withoutMigration().ifPresent(why -> line(why + "."));
        if (report.migrations().size() > 1) {
            line(counted(report.migrations()));
            line("");
        }
        for (int i = 0; i < report.migrations().size(); i++) {
            migration(report.migrations().get(i), report.migrations().size() > 1 ? "Migration " + (i + 1) + ": " : "");
        }
        findings(report);
        report.devices().forEach(this::device);
        report.traces().forEach(this::trace);
    }

    /// Such as `4 migrations: 3 failed, 1 completed`.
    private static String counted(List<MigrationSummary> migrations) {
        Map<String, Long> counts = migrations.stream()
                .collect(Collectors.groupingBy(
                        migration -> migration.outcome().word(), LinkedHashMap::new, Collectors.counting()));
        StringJoiner text = new StringJoiner(", ", migrations.size() + " migrations: ", "");
        counts.forEach((outcome, count) -> text.add(count + " " + outcome));
        return text.toString();
    }

    private void migration(MigrationSummary migration, String number) {
        line(number + paint.headline(migration.outcome(), migration.verdict().headline()));
        migration.verdict().lines().forEach(fact -> field(fact.label(), fact.value()));
        if (explained) {
            migration
                    .diagnosis()
                    .map(Diagnosis::clause)
                    .filter(clause -> !clause.isEmpty())
                    .ifPresent(clause -> field("by", clause));
        }
        migration
                .downtimeNs()
                .ifPresentOrElse(
                        ns -> field(
                                "downtime",
                                Figures.time(ns) + "  (" + migration.kind().downtimeSpan() + ")"),
                        () -> downtimeBound(migration));
        migration.captureCostNs().ifPresent(ns -> field("of which", "at most " + Figures.time(ns) + " by recording"));
        if (migration.vmmDowntimeNs().isPresent()) {
            field("VMM's figure", Figures.time(migration.vmmDowntimeNs().getAsLong()));
            differenceOf(migration).ifPresent(why -> field("", why));
        }
        if (migration.sourceStoppedNs().isPresent()) {
            field("source stood", Figures.time(migration.sourceStoppedNs().getAsLong()));
        }
        migration.clockOffsetNs().ifPresent(ns -> {
            if (ns.min() != 0 || ns.max() != 0) {
                field("clock offset", Figures.time(ns) + "  (destination minus source)");
            }
        });
        for (Phase phase : migration.downtimePhases()) {
            field(
                    phase.side().word(),
                    String.format(
                            Locale.ROOT, "%-18s %10s  %s", phase.name(), Figures.time(phase.ns()), phase.device()));
        }
        migration.anatomy().ifPresent(this::anatomy);
        migration.dirtyTracking().ifPresent(by -> field("dirty pages", "tracked by " + by.text()));
        migration.streams().forEach(this::stream);
        EstimatesText.lines(migration.estimates()).forEach(estimate -> field(estimate.name(), estimate.value()));
        line("");
    }

    /// Why the VMM's figure is another one, where it is not within ours.
    private static Optional<String> differenceOf(MigrationSummary migration) {
        long vmm = migration.vmmDowntimeNs().orElse(0);
        boolean within = migration
                .downtimeNs()
                .filter(ns -> ns.min() <= vmm && vmm <= ns.max())
                .isPresent();
        return migration.anatomy().map(DowntimeAnatomy::vmmFigure).filter(why -> !why.isEmpty() && !within);
    }

    private void anatomy(DowntimeAnatomy anatomy) {
        if (anatomy.devices().size() > 1) {
            anatomy.devices().stream()
                    .filter(DeviceShare::critical)
                    .forEach(share -> field(
                            "critical",
                            share.source().or(share::destination).orElse(UNKNOWN) + ", whose own calls took "
                                    + Figures.time(share.ownNs())));
        }
        for (DowntimeAnatomy.Part part : anatomy.after()) {
            field(
                    "afterwards",
                    String.format(
                                    Locale.ROOT,
                                    "%-18s %10s  %s",
                                    part.name(),
                                    Figures.time(part.ns()),
                                    part.device().orElse(""))
                            .strip());
        }
    }

    /// A source without the bytes' digests proves nothing, which is no news.
    private void stream(StreamComparison stream) {
        switch (stream.result()) {
            case EQUAL ->
                field(
                        "stream",
                        "arrived as it was sent, " + Figures.bytes(stream.equalBytes()) + "  " + stream.source());
            case DIFFERS -> {
                String where = stream.firstDifference()
                        .map(at -> ", first at byte " + at.min() + (at.min() == at.max() ? "" : " to " + at.max()))
                        .orElse("");
                field("stream", "differs from what was sent" + where + "  " + stream.source());
            }
            case UNPROVEN -> {}
        }
    }

    /// Where no more than a lower bound is proven.
    private void downtimeBound(MigrationSummary migration) {
        OptionalLong least = migration.anatomy().map(DowntimeAnatomy::atLeastNs).orElse(OptionalLong.empty());
        if (least.isPresent()) {
            field("downtime", "at least " + Figures.time(least.getAsLong()) + "  (the upper bound is unknown)");
        }
    }

    /// All findings but those that the verdicts have said.
    private void findings(Report report) {
        List<Finding> findings = report.findings().stream()
                .filter(finding -> !report.isInVerdict(finding))
                .toList();
        if (findings.isEmpty()) {
            return;
        }
        line(paint.bold("Findings"));
        for (Finding finding : findings) {
            String where = finding.device().map(device -> "  [" + device + "]").orElse("");
            line(INDENT + paint.severity(finding.severity()) + " " + finding.summary() + where);
            String evidence = finding.trace().orElse("")
                    + (finding.seq().isPresent() ? ", event " + finding.seq().getAsLong() : "");
            line(INDENT + INDENT + finding.rule() + (evidence.isEmpty() ? "" : " (" + evidence + ")"));
            if (explained) {
                line(INDENT + INDENT + finding.explanation());
                line(INDENT + INDENT + "by " + finding.clause());
            }
            if (!finding.remedy().isEmpty()) {
                line(INDENT + INDENT + "-> " + finding.remedy());
            }
        }
        line("");
    }

    private void device(DeviceSummary device) {
        String aliases = device.aliases().isEmpty() ? "" : " (" + String.join(", ", device.aliases()) + ")";
        line(paint.bold("Device " + device.name()) + aliases + "  "
                + device.role().word() + " in " + device.trace());
        device.flags().ifPresent(flags -> field("flags", flags.toString()));
        device.path().forEach(this::entry);
        field("bytes", amounts(device.bytes(), device.role(), ReportText::size));
        field("chunks", amounts(device.chunks(), device.role(), ReportText::count));
        if (device.role() != Role.DESTINATION || device.enomsg().orElse(0) > 0) {
            field("ENOMSG", count(device.enomsg()));
        }
        estimates(device.estimates());
        line("");
    }

    private void entry(PathEntry entry) {
        String at = entry.enteredNs().isPresent()
                ? "+" + Figures.time(entry.enteredNs().getAsLong())
                : "";
        String stay = entry.ns().isPresent() ? "for " + Figures.time(entry.ns().getAsLong()) : "";
        String how = entry.observed()
                ? switch (entry.cause()) {
                    case SET, INITIAL -> "";
                    case RECOVER -> "recover state";
                    case RESET -> "device reset";
                    case INFERRED -> "found there";
                }
                : "inferred";
        String name =
                entry.observed() ? entry.state().name() : "(" + entry.state().name() + ")";
        String padded = String.format(Locale.ROOT, "%-14s", name);
        line((INDENT
                        + String.format(
                                Locale.ROOT, "%12s  %s %-16s %s", at, paint.state(entry.state(), padded), stay, how))
                .stripTrailing());
    }

    private void estimates(Estimates estimates) {
        if (estimates.fromVmm().isEmpty()) {
            return;
        }
        String origin = estimates.fromVmm().get() ? "  (the VMM's copy)" : "  (the driver's answers)";
        field(
                "estimates",
                "initial_bytes " + size(estimates.initialBytesFirst()) + " -> " + size(estimates.initialBytesLast())
                        + ", dirty_bytes last " + size(estimates.dirtyBytesLast()) + ", most "
                        + size(estimates.dirtyBytesMax()) + origin);
        String error = estimates.stopCopyError().isPresent()
                ? "; read " + Figures.bytes(Math.abs(estimates.stopCopyError().getAsLong()))
                        + (estimates.stopCopyError().getAsLong() < 0 ? " less" : " more")
                : "";
        field("", "stop_copy_length " + size(estimates.stopCopyLength()) + error);
    }

    private void trace(TraceSummary trace) {
        String lost = trace.lost() > 0 || trace.lostUncounted()
                ? ", " + trace.lost() + (trace.lostUncounted() ? " or more" : "") + " lost"
                : "";
        String span = trace.durationNs().isPresent()
                ? ", " + Figures.time(trace.durationNs().getAsLong())
                : ", no times";
        line(paint.bold("Trace " + trace.name()) + "  " + String.join("+", trace.sources()) + ", " + trace.events()
                + " events" + lost + span + (trace.intact() ? "" : ", NOT INTACT")
                + (trace.companion() ? "  (a companion view: drawn, not judged)" : ""));
    }

    /// What a device moved; what its role cannot have moved is left out, unless it was.
    private static String amounts(Amounts amounts, Role role, Function<OptionalLong, String> unit) {
        StringJoiner moved = new StringJoiner(", ");
        boolean saves = role != Role.DESTINATION
                || amounts.preCopy().orElse(0) + amounts.stopCopy().orElse(0) > 0;
        if (saves) {
            moved.add("pre-copy " + unit.apply(amounts.preCopy()));
            moved.add("stop-copy " + unit.apply(amounts.stopCopy()));
        }
        if (role != Role.SOURCE || amounts.resumed().orElse(0) > 0) {
            moved.add("resumed " + unit.apply(amounts.resumed()));
        }
        return moved + (amounts.complete() ? "" : "  (some may be missing)");
    }

    private static String size(OptionalLong bytes) {
        return bytes.isPresent() ? Figures.bytes(bytes.getAsLong()) : UNKNOWN;
    }

    private static String count(OptionalLong count) {
        return count.isPresent() ? Long.toString(count.getAsLong()) : UNKNOWN;
    }

    private void field(String name, String value) {
        line(INDENT + String.format(Locale.ROOT, "%-13s %s", name, value));
    }

    private void line(String line) {
        text.append(line).append('\n');
    }
}

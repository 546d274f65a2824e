package dev.vfr.recorder.report;

import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.MigrationDiff;
import dev.vfr.model.report.MigrationDiff.Divergence;
import dev.vfr.model.report.MigrationDiff.Place;
import dev.vfr.model.report.MigrationDiff.Span;
import dev.vfr.model.report.MigrationDiff.TimeChange;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.SetDiff;
import dev.vfr.model.report.SetDiff.Measure;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;

/// Comparisons of migrations for people.
public final class DiffText {

    private static final int CHANGES_MAX = 30;

    private final StringBuilder text = new StringBuilder();

    private DiffText() {}

    /// Two runs.
    public static String of(MigrationDiff diff) {
        DiffText printed = new DiffText();
        printed.run("A", diff.before());
        printed.run("B", diff.after());
        printed.line("");
        if (diff.divergences().isEmpty()) {
            printed.line("No divergence: calls, results, estimates and bytes are the same as far as both show them.");
        }
        for (int i = 0; i < diff.divergences().size(); i++) {
            printed.line(i == 0 ? "First divergence" : i == 1 ? "Further divergences, the first of each kind" : null);
            printed.divergence(diff.divergences().get(i));
        }
        diff.notes().forEach(printed::line);
        printed.changes(diff);
        return printed.text.toString();
    }

    /// Two sets of runs.
    public static String of(SetDiff diff) {
        DiffText printed = new DiffText();
        printed.line(diff.before() + " runs before, " + diff.after() + " after; Mann-Whitney U, two-sided, alpha "
                + diff.alpha() + "; phases by Holm");
        printed.line("");
        printed.line(String.format(
                Locale.ROOT,
                "%-15s %-44s %4s %4s %11s %11s %11s %6s %8s %8s",
                "",
                "span",
                "n A",
                "n B",
                "median A",
                "median B",
                "shift",
                "P(B>A)",
                "p",
                "adjusted"));
        for (Measure measure : diff.measures()) {
            printed.line(String.format(
                    Locale.ROOT,
                    "%-15s %-44s %4d %4d %11s %11s %11s %6.2f %8s %8s",
                    judgement(measure.judgement()),
                    span(measure.span()),
                    measure.before(),
                    measure.after(),
                    time(measure.beforeMedianNs()),
                    time(measure.afterMedianNs()),
                    signed(Math.round(measure.shiftNs())),
                    measure.superiority(),
                    odds(measure.p()),
                    odds(measure.adjustedP())));
        }
        diff.notes().forEach(printed::line);
        return printed.text.toString();
    }

    private void run(String letter, MigrationDiff.Run run) {
        StringJoiner outcomes = new StringJoiner(", ");
        run.outcomes().stream().map(Report.Outcome::word).forEach(outcomes::add);
        line(letter + "  " + run.name() + "  " + (run.outcomes().isEmpty() ? "no migration" : outcomes));
    }

    private void divergence(Divergence divergence) {
        String side = divergence.side().map(at -> " at the " + at.word()).orElse("");
        line("  " + divergence.kind().word() + " of " + divergence.subject() + side
                + divergence.streamOffset().map(DiffText::offset).orElse(""));
        line("    A  " + place(divergence.before()));
        line("    B  " + place(divergence.after()));
    }

    private static String offset(Interval offset) {
        return offset.min() == offset.max()
                ? ", at stream offset " + offset.min()
                : ", between stream offsets " + offset.min() + " and " + offset.max();
    }

    private static String place(Optional<Place> place) {
        if (place.isEmpty()) {
            return "nothing more";
        }
        Place at = place.get();
        String time = at.atNs().isPresent() ? " +" + Figures.time(at.atNs().getAsLong()) : "";
        return at.trace() + ", event " + at.seq() + time + ": " + at.what();
    }

    private void changes(MigrationDiff diff) {
        if (diff.changes().isEmpty()) {
            return;
        }
        line("");
        line("Slower and faster, the largest change first. One run each: chance may explain any of it.");
        for (TimeChange change :
                diff.changes().subList(0, Math.min(CHANGES_MAX, diff.changes().size()))) {
            line(String.format(
                    Locale.ROOT,
                    "  %12s  %-8s %s: %s, then %s",
                    signed(change.changeNs()),
                    change.changeNs() > 0 ? "slower" : change.changeNs() < 0 ? "faster" : "same",
                    span(change.span()),
                    Figures.time(change.beforeNs()),
                    Figures.time(change.afterNs())));
        }
    }

    private static String span(Span span) {
        StringJoiner words = new StringJoiner(" ");
        words.add(span.name());
        span.side().ifPresent(side -> words.add("at the " + side.word()));
        span.device().ifPresent(device -> words.add("of " + device));
        return words.toString();
    }

    private static String judgement(SetDiff.Judgement judgement) {
        return switch (judgement) {
            case SLOWER -> "SLOWER";
            case FASTER -> "FASTER";
            case NOT_SHOWN -> "no difference";
            case TOO_FEW_RUNS -> "too few runs";
        };
    }

    private static String time(double ns) {
        return Figures.time(Math.round(ns));
    }

    private static String signed(long ns) {
        return ns > 0 ? "+" + Figures.time(ns) : Figures.time(ns);
    }

    private static String odds(double p) {
        return p < 0.0001 ? "<0.0001" : String.format(Locale.ROOT, "%.4f", p);
    }

    private void line(@org.jspecify.annotations.Nullable String line) {
        if (line != null) {
            text.append(line.stripTrailing()).append('\n');
        }
    }
}

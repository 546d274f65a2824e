package dev.vfr.recorder.report;

import dev.vfr.model.report.Convergence;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.MigrationEstimates;
import dev.vfr.model.report.WhatIf;
import java.util.ArrayList;
import java.util.List;

/// The lines on estimates of a report in text: no more than what a reader can act on.
final class EstimatesText {

    /// A line of a migration's part.
    record Line(String name, String value) {}

    private EstimatesText() {}

    static List<Line> lines(MigrationEstimates estimates) {
        List<Line> lines = new ArrayList<>();
        for (Convergence convergence : estimates.convergence()) {
            if (convergence.device().isPresent() && convergence.trend() != Convergence.Trend.UNKNOWN) {
                lines.add(new Line("pre-copy", told(convergence)));
            }
        }
        WhatIf whatIf = estimates.whatIf();
        if (whatIf.best().isPresent() && whatIf.lostNs().orElse(0) > 0) {
            lines.add(new Line(
                    "what if",
                    "a switchover at +" + Figures.time(whatIf.best().get().atNs()) + " would have taken about "
                            + Figures.time(whatIf.best().get().downtimeNs()) + ", "
                            + Figures.time(whatIf.lostNs().getAsLong()) + " less"));
        }
        for (WhatIf.Effect effect : whatIf.effects()) {
            if (effect.factor() > 1) {
                lines.add(new Line(
                        "",
                        (long) effect.factor() + " times the "
                                + effect.condition().word().replace('-', ' ') + ": a downtime of "
                                + Figures.time(effect.downtimeNs())));
            }
        }
        return lines;
    }

    private static String told(Convergence convergence) {
        String rates = Figures.bytes(convergence.dirtyBytesPerSecond().orElse(0)) + "/s dirtied, "
                + Figures.bytes(convergence.readBytesPerSecond().orElse(0)) + "/s read";
        String end = convergence.trend() == Convergence.Trend.NEVER
                ? "; it never ends"
                        + (convergence.sinceNs().isPresent()
                                ? ", since +"
                                        + Figures.time(convergence.sinceNs().getAsLong())
                                : "")
                : "";
        return rates + end + "  (" + convergence.device().orElse("all devices") + ")";
    }
}

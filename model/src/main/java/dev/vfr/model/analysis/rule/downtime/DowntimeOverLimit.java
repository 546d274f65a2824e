package dev.vfr.model.analysis.rule.downtime;

import dev.vfr.model.analysis.downtime.Anatomy;
import dev.vfr.model.analysis.rule.Advice;
import dev.vfr.model.analysis.rule.CaseFile;
import dev.vfr.model.analysis.rule.Rule;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Sentence;
import java.util.Comparator;
import java.util.List;

/// The devices were stopped for longer than the limit, by the proven lower bound or by the VMM's own figure.
public final class DowntimeOverLimit implements Rule {

    private static final Advice ADVICE = new Advice(
                    "downtime-over-limit",
                    "QEMU estimates only the time to send the remaining data. The devices' own"
                            + " stop, load and start, and other handlers, add to it.",
                    "Look at the longest part of the downtime in this report, then raise"
                            + " downtime-limit (migrate-set-parameters) if that part must remain.",
                    "QEMU's migration parameter downtime-limit, 300 ms by default",
                    "",
                    "A downtime over the limit by no more than a tenth or 20 ms. A migration" + " through a file.")
            .titled("downtime over the limit");

    /// How many parts the sentence has; the facts have all.
    private static final int NAMED = 2;

    /// How many parts the facts have at most.
    private static final int PARTS_MAX = 64;

    /// A part of less than a tenth is not named in the sentence.
    private static final int NAMED_PARTS = 10;

    @Override
    public Advice advice() {
        return ADVICE;
    }

    @Override
    public List<Finding> findings(CaseFile file) {
        return OverLimit.all(file).stream()
                .map(over -> file.onMigration(ADVICE, over.migration(), Finding.Severity.WARNING, sentence(over)))
                .toList();
    }

    private static Sentence sentence(OverLimit over) {
        List<DowntimeAnatomy.Part> parts = longest(over);
        String template = over.proven() ? "the downtime, {downtime}, exceeds" : "QEMU's downtime of {downtime} exceeds";
        StringBuilder named = new StringBuilder(template).append(" the limit of {limitNs}");
        if (!over.source().vmm().limit().shown()) {
            named.append(" (QEMU's default)");
        }
        for (int i = 0; i < Math.min(NAMED, parts.size()); i++) {
            if (parts.get(i).ns().min() >= over.atLeastNs() / NAMED_PARTS) {
                String number = Integer.toString(i + 1);
                named.append(i == 0 ? ": " : ", ")
                        .append("{part")
                        .append(number)
                        .append("} ({part")
                        .append(number)
                        .append("Ns})");
            }
        }
        Sentence sentence = over.with(Sentence.of(named.toString()))
                .time("limitNs", over.limitNs())
                .text("limitFrom", over.source().vmm().limit().shown() ? "the trace" : "QEMU's default");
        for (int i = 0; i < parts.size(); i++) {
            DowntimeAnatomy.Part part = parts.get(i);
            String device = part.device().map(name -> " of " + name).orElse("");
            sentence = sentence.text("part" + (i + 1), part.name() + device)
                    .time("part" + (i + 1) + "Ns", part.ns().min());
        }
        return sentence;
    }

    /// The parts of the downtime, the longest first. What the driver did inside a call is a part of the call.
    private static List<DowntimeAnatomy.Part> longest(OverLimit over) {
        return Anatomy.of(over.migration()).stream()
                .flatMap(anatomy -> anatomy.parts().stream())
                .filter(part -> !part.name().startsWith("arc-"))
                .sorted(Comparator.comparingLong(
                                (DowntimeAnatomy.Part part) -> part.ns().min())
                        .reversed())
                .limit(PARTS_MAX)
                .toList();
    }
}

package dev.vfr.recorder.check;

import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.util.Locale;

/// A check for people: one line for each migration, budget and finding, and the result last.
///
///     migration 1: completed. mt0 went …
///     ok    migration 1: downtime 211.3 ms, at most 300 ms: within
///     FAIL  error: device-state-lost, event 113 of dst.vfr, mt0: …
///     failed
public final class CheckText {

    private CheckText() {}

    public static String of(CheckResult check) {
        StringBuilder text = new StringBuilder();
        int number = 1;
        for (Report.MigrationSummary migration : check.report().migrations()) {
            line(text, "migration " + number++ + ": " + migration.verdict().headline());
        }
        if (check.report().migrations().isEmpty()) {
            line(text, "no migration in the traces");
        }
        for (Judgement judgement : check.judgements()) {
            boolean unjudged = judgement.result() == Judgement.Result.UNJUDGED;
            String mark = check.isRefused(judgement) ? "FAIL" : unjudged ? "?" : "ok";
            line(text, marked(mark) + judgement.subject() + ": " + judgement.told());
        }
        for (Finding finding : check.findings()) {
            line(
                    text,
                    marked(check.isRefused(finding) ? "FAIL" : "note")
                            + finding.severity().word() + ": " + finding.rule()
                            + Place.of(finding).inWords() + ": "
                            + finding.summary());
        }
        line(text, check.isPassed() ? "passed" : "failed");
        return text.toString();
    }

    private static String marked(String mark) {
        return String.format(Locale.ROOT, "%-5s ", mark);
    }

    private static void line(StringBuilder text, String line) {
        text.append(line).append('\n');
    }
}

package dev.vfr.recorder.report.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h1;
import static j2html.TagCreator.header;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.li;
import static j2html.TagCreator.nav;
import static j2html.TagCreator.ol;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.table;
import static j2html.TagCreator.td;
import static j2html.TagCreator.text;
import static j2html.TagCreator.th;
import static j2html.TagCreator.tr;

import dev.vfr.model.report.Diagnosis;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.Verdict;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/// The first screen: what happened, who is responsible, how long the guest was stopped, and the first findings.
final class VerdictSection {

    private static final int FINDINGS = 5;
    private static final int MIGRATIONS = 8;

    private VerdictSection() {}

    static DomContent of(Report report, List<Quote> quotes) {
        int count = report.migrations().size();
        return header(
                iff(count == 0, h1(report.withoutMigration().orElse(""))),
                each(
                        IntStream.range(0, Math.min(count, MIGRATIONS)).boxed().toList(),
                        i -> migration(
                                report,
                                quotes,
                                report.migrations().get(i),
                                count > 1 ? "Migration " + (i + 1) + ": " : "")),
                iff(count > MIGRATIONS, p((count - MIGRATIONS) + " more migrations are in the JSON report.")),
                firstFindings(report, quotes),
                nav(
                        to("timeline", "Time line"),
                        to("downtime", "Downtime"),
                        to("bytes", "Bytes"),
                        to("estimates", "Estimates"),
                        to("findings", "Findings"),
                        to("states", "States"),
                        to("clocks", "Clocks"),
                        to("capture", "Capture"),
                        to("terms", "Terms")));
    }

    private static DomContent migration(Report report, List<Quote> quotes, MigrationSummary migration, String number) {
        String outcome = migration.outcome().word();
        OptionalInt cause =
                migration.diagnosis().map(known -> findingOf(report, known)).orElse(OptionalInt.empty());
        String headline = migration.verdict().headline();
        return section(
                        h1(
                                text(number),
                                span(headline.substring(0, outcome.length())).withClass("outcome " + outcome),
                                span(headline.substring(outcome.length()))),
                        iff(!shown(migration).isEmpty(), facts(migration)),
                        dl().with(VerdictFacts.of(report, migration, cause, quotes)))
                .withClass("verdict");
    }

    private static DomContent facts(MigrationSummary migration) {
        return table(
                        caption("What the verdict rests on."),
                        each(shown(migration), line -> tr(th(line.label()), td(line.value()))))
                .withClass("facts");
    }

    /// The lines of the verdict but for the evidence, which has a link of its own.
    private static List<Verdict.Line> shown(MigrationSummary migration) {
        return migration.verdict().lines().stream()
                .filter(line -> !line.label().equals("evidence"))
                .toList();
    }

    /// The finding that the verdict rests on, the index in the report; empty if no rule found it.
    private static OptionalInt findingOf(Report report, Diagnosis diagnosis) {
        return IntStream.range(0, report.findings().size())
                .filter(i -> diagnosis.restsOn(report.findings().get(i)))
                .findFirst();
    }

    private static DomContent firstFindings(Report report, List<Quote> quotes) {
        List<Finding> findings = report.findings();
        if (findings.isEmpty()) {
            return p("No finding: nothing in what these sources show is wrong.").withClass("none");
        }
        ContainerTag<?> list = ol().withClass("first");
        int shown = 0;
        int left = 0;
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            // The verdict need not be read twice.
            if (report.isInVerdict(finding)) {
                continue;
            }
            if (shown == FINDINGS) {
                left++;
                continue;
            }
            shown++;
            list.with(li(
                    FindingsSection.severity(finding.severity()),
                    a(finding.summary()).withHref("#finding-" + (i + 1)),
                    span(
                                    text(finding.device()
                                            .map(name -> Names.device(report, name) + " ")
                                            .orElse("")),
                                    event(finding, Quote.linkToProof(i, quotes)))
                            .withClass("note")));
        }
        if (left > 0) {
            list.with(li(a(left + " more findings").withHref("#findings")));
        }
        return iff(shown > 0, list);
    }

    private static DomContent event(Finding finding, String proof) {
        return iff(
                finding.seq().isPresent(), a("event " + finding.seq().orElse(0)).withHref(proof));
    }

    private static DomContent to(String id, String name) {
        return a(name).withHref("#" + id);
    }
}

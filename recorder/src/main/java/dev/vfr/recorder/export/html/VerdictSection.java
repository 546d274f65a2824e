package dev.vfr.recorder.export.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.dd;
import static j2html.TagCreator.div;
import static j2html.TagCreator.dl;
import static j2html.TagCreator.dt;
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

import dev.vfr.model.report.Blame;
import dev.vfr.model.report.Figures;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import j2html.tags.ContainerTag;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The first screen: what happened, whose move it is, how long the guest stood, and the first findings.
final class VerdictSection {

    private static final int FINDINGS = 5;
    private static final int MIGRATIONS = 8;

    private VerdictSection() {}

    static DomContent of(Report report) {
        int count = report.migrations().size();
        return header(
                iff(
                        count == 0,
                        h1(
                                report.traces().size() == 1
                                        ? "No migration in this trace"
                                        : "No migration in these traces")),
                each(
                        IntStream.range(0, Math.min(count, MIGRATIONS)).boxed().toList(),
                        i -> migration(report.migrations().get(i), count > 1 ? "Migration " + (i + 1) + ": " : "")),
                iff(count > MIGRATIONS, p((count - MIGRATIONS) + " more migrations are in the JSON report.")),
                firstFindings(report),
                nav(
                        to("timeline", "Time line"),
                        to("downtime", "Downtime"),
                        to("bytes", "Bytes"),
                        to("findings", "Findings"),
                        to("states", "States"),
                        to("clocks", "Clocks"),
                        to("capture", "Capture"),
                        to("terms", "Terms")));
    }

    private static DomContent migration(MigrationSummary migration, String number) {
        String outcome = migration.outcome().word();
        return section(
                        h1(
                                span(outcome.toUpperCase(Locale.ROOT)).withClass("outcome " + outcome),
                                span(number + migration.verdict())),
                        dl().with(facts(migration)))
                .withClass("verdict");
    }

    private static List<DomContent> facts(MigrationSummary migration) {
        List<DomContent> facts = new ArrayList<>();
        migration.blame().ifPresent(blame -> facts.add(mover(blame)));
        facts.add(fact(
                "downtime",
                migration.downtimeNs().map(Figures::time).orElse("unknown"),
                migration.downtimeNs().isPresent()
                        ? "source device stopped to destination running"
                        : "the destination is not shown to run"));
        if (migration.vmmDowntimeNs().isPresent()) {
            facts.add(
                    fact("VMM's figure", Figures.time(migration.vmmDowntimeNs().getAsLong()), "query-migrate"));
        }
        if (migration.sourceStoppedNs().isPresent()) {
            facts.add(fact(
                    "source stood still",
                    Figures.time(migration.sourceStoppedNs().getAsLong()),
                    "then it ran on"));
        }
        migration.captureCostNs().ifPresent(ns -> facts.add(fact("of which recording", Figures.time(ns), "at most")));
        migration
                .clockOffsetNs()
                .filter(ns -> ns.min() != 0 || ns.max() != 0)
                .ifPresent(ns -> facts.add(fact("clock offset", Figures.time(ns), "destination minus source")));
        return facts;
    }

    private static DomContent mover(Blame blame) {
        String move = switch (blame.mover()) {
            case DRIVER -> "the driver's";
            case VMM -> "the VMM's";
            case OPERATOR -> "the operator's";
            case NETWORK -> "the network's";
            case UNKNOWN -> "not to be told";
        };
        String where = Stream.of(
                        blame.side().map(side -> "at the " + side.word()),
                        blame.seq().isPresent()
                                ? Optional.of("event " + blame.seq().getAsLong())
                                : Optional.<String>empty(),
                        Optional.of(blame.clause())
                                .filter(clause -> !clause.isEmpty())
                                .map(clause -> "by " + clause))
                .flatMap(Optional::stream)
                .collect(Collectors.joining(", "));
        return fact("whose move", move, where);
    }

    private static DomContent fact(String name, String value, String note) {
        return div(dt(name), dd(span(value).withClass("value"), span(note).withClass("note")));
    }

    private static DomContent firstFindings(Report report) {
        List<Finding> findings = report.findings();
        if (findings.isEmpty()) {
            return p("No finding: nothing in what these sources show is wrong.").withClass("none");
        }
        Set<String> told =
                report.migrations().stream().map(MigrationSummary::verdict).collect(Collectors.toSet());
        ContainerTag<?> list = ol().withClass("first");
        int shown = 0;
        int left = 0;
        for (int i = 0; i < findings.size(); i++) {
            Finding finding = findings.get(i);
            // The verdict need not be read twice.
            if (told.contains(finding.summary())) {
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
                    span(finding.device()
                                    .map(name -> Names.device(report, name))
                                    .orElse(""))
                            .withClass("note")));
        }
        if (left > 0) {
            list.with(li(a(left + " more findings").withHref("#findings")));
        }
        return list;
    }

    private static DomContent to(String id, String name) {
        return a(name).withHref("#" + id);
    }
}

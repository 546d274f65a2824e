package dev.vfr.recorder.report.html;

import static j2html.TagCreator.a;
import static j2html.TagCreator.article;
import static j2html.TagCreator.caption;
import static j2html.TagCreator.code;
import static j2html.TagCreator.details;
import static j2html.TagCreator.div;
import static j2html.TagCreator.each;
import static j2html.TagCreator.h2;
import static j2html.TagCreator.h3;
import static j2html.TagCreator.iff;
import static j2html.TagCreator.p;
import static j2html.TagCreator.section;
import static j2html.TagCreator.span;
import static j2html.TagCreator.strong;
import static j2html.TagCreator.summary;
import static j2html.TagCreator.table;
import static j2html.TagCreator.tbody;
import static j2html.TagCreator.td;
import static j2html.TagCreator.th;
import static j2html.TagCreator.thead;
import static j2html.TagCreator.tr;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Responsible;
import j2html.tags.DomContent;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// Each finding: what it is, what it means, what to do, where the rule comes from, and the events that prove it.
final class FindingsSection {

    private FindingsSection() {}

    static DomContent of(Report report, List<Quote> quotes) {
        List<Finding> findings = report.findings();
        List<DomContent> articles = new ArrayList<>();
        for (int i = 0; i < findings.size(); i++) {
            articles.add(finding(findings.get(i), i < quotes.size() ? quotes.get(i) : new Quote(i, List.of())));
        }
        return section(
                        h2("Findings"),
                        iff(findings.isEmpty(), p("None. What these sources cannot show is listed under Capture.")),
                        each(articles, article -> article))
                .withId("findings");
    }

    static DomContent severity(Finding.Severity severity) {
        return span(severity.word()).withClass("severity " + severity.word());
    }

    private static DomContent finding(Finding finding, Quote quote) {
        int number = quote.finding() + 1;
        List<DomContent> where = new ArrayList<>();
        where.add(code(finding.rule()));
        finding.side().ifPresent(side -> where.add(span("at the " + side.word())));
        finding.device().ifPresent(device -> where.add(span(device)));
        finding.trace().ifPresent(trace -> where.add(span(trace)));
        if (finding.seq().isPresent()) {
            String event = "event " + finding.seq().getAsLong();
            where.add(quote.proof().isPresent() ? a(event).withHref("#" + quote.anchor()) : span(event));
        }
        if (finding.responsible() != Responsible.UNDECIDED) {
            where.add(span("responsible: " + finding.responsible().word()));
        }
        return article(
                        h3(span(number + "").withClass("flag"), severity(finding.severity()), span(finding.summary())),
                        p(each(where, part -> span(part).withClass("part"))).withClass("note"),
                        p(finding.explanation()),
                        iff(!finding.remedy().isEmpty(), p(strong("What to do: "), span(finding.remedy()))),
                        iff(
                                !finding.clause().isEmpty(),
                                p("By " + finding.clause()).withClass("note")),
                        iff(!quote.lines().isEmpty(), evidence(quote)))
                .withId("finding-" + number);
    }

    private static DomContent evidence(Quote quote) {
        List<Quote.Line> lines = quote.lines();
        List<Quote.Line> proof = quote.proof().stream().toList();
        return div(
                iff(
                        !proof.isEmpty(),
                        div(events(proof, "The event that proves it"))
                                .withClass("wide")
                                .withId(quote.anchor())),
                iff(
                        lines.size() > proof.size(),
                        details(
                                summary("The events around it"),
                                div(events(lines, "Events around the one that proves it"))
                                        .withClass("wide"))));
    }

    private static DomContent events(List<Quote.Line> lines, String title) {
        return table(
                        caption(title),
                        thead(tr(
                                th("event").withClass("number"),
                                th("time").withClass("number"),
                                th("process"),
                                th("device"),
                                th("what"))),
                        tbody(each(lines, FindingsSection::row)))
                .withClass("events");
    }

    private static DomContent row(Quote.Line line) {
        return tr(
                        td(Long.toString(line.seq())).withClass("number"),
                        td(seconds(line.timeNs())).withClass("number"),
                        td(line.process()),
                        td(line.device()),
                        td(strong(line.name()), span(" " + line.text())))
                .withCondClass(line.proof(), "proof");
    }

    private static String seconds(long ns) {
        if (ns == EventHeader.UNKNOWN_NS) {
            return "";
        }
        long size = Math.abs(ns);
        return String.format(Locale.ROOT, "%s%d.%09d s", ns < 0 ? "-" : "", size / 1_000_000_000, size % 1_000_000_000);
    }
}

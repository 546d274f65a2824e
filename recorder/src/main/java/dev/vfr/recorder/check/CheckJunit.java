package dev.vfr.recorder.check;

import dev.vfr.model.report.Finding;
import dev.vfr.model.report.Report;
import java.io.StringWriter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/// A check as JUnit XML, the form that Ant began and that Jenkins, GitLab and others read.
///
/// | in the file | is |
/// |---|---|
/// | suite `vfr check` | the traces; its `system-out` has the verdicts |
/// | case of class `vfr.budgets` | a budget held against a figure; its `time` is the figure, where that is a time |
/// | case of class `vfr.findings` | a finding; a failure if its severity is error or a trace is incomplete, otherwise
/// passed with its text |
/// | case `no findings of severity error` | stands there where there are none, so that no suite is empty |
/// | `skipped` | a figure that cannot be judged, with `--allow-unknown` |
public final class CheckJunit {

    private final List<Case> cases = new ArrayList<>();

    /// @param kind the element inside, empty where it passed without a word
    private record Case(
            String className, String name, OptionalLong ns, String kind, String type, String message, String text) {}

    private CheckJunit() {}

    public static String of(CheckResult check) {
        CheckJunit junit = new CheckJunit();
        check.judgements().forEach(judgement -> junit.add(check, judgement));
        check.findings().forEach(finding -> junit.add(check, finding));
        if (check.findings().stream().noneMatch(check::isRefused)) {
            junit.cases.add(
                    new Case("vfr.findings", "no findings of severity error", OptionalLong.empty(), "", "", "", ""));
        }
        StringWriter text = new StringWriter();
        try {
            XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(text);
            junit.write(xml, check.report());
            xml.close();
        } catch (XMLStreamException e) {
            throw new IllegalStateException("writing XML into memory", e);
        }
        return text + "\n";
    }

    private void add(CheckResult check, Judgement judgement) {
        String kind = check.isRefused(judgement)
                ? "failure"
                : judgement.result() == Judgement.Result.UNJUDGED ? "skipped" : "";
        String type = judgement.result() == Judgement.Result.UNJUDGED ? "cannot-be-judged" : "budget-exceeded";
        cases.add(new Case(
                "vfr.budgets",
                judgement.subject() + ": " + judgement.budget().name() + " "
                        + judgement.budget().limit(),
                judgement.measuredNs(),
                kind,
                type,
                judgement.told(),
                judgement.told()));
    }

    private void add(CheckResult check, Finding finding) {
        String place = Place.of(finding).inWords();
        List<String> lines = new ArrayList<>(List.of(
                finding.severity().word() + ": " + finding.rule() + place, finding.summary(), finding.explanation()));
        if (!finding.remedy().isEmpty()) {
            lines.add("What to do: " + finding.remedy());
        }
        lines.add("Where the rule comes from: " + finding.clause());
        cases.add(new Case(
                "vfr.findings",
                finding.rule() + place + ": " + finding.summary(),
                OptionalLong.empty(),
                check.isRefused(finding) ? "failure" : "system-out",
                finding.rule(),
                finding.summary(),
                String.join("\n", lines)));
    }

    private void write(XMLStreamWriter xml, Report report) throws XMLStreamException {
        xml.writeStartDocument("UTF-8", "1.0");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuites");
        xml.writeCharacters("\n");
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", "vfr check");
        xml.writeAttribute("tests", Integer.toString(cases.size()));
        xml.writeAttribute("failures", count("failure"));
        xml.writeAttribute("errors", "0");
        xml.writeAttribute("skipped", count("skipped"));
        xml.writeAttribute(
                "time",
                seconds(cases.stream().mapToLong(each -> each.ns.orElse(0)).sum()));
        for (Case each : cases) {
            write(xml, each);
        }
        text(xml, "system-out", verdicts(report));
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeCharacters("\n");
        xml.writeEndElement();
        xml.writeEndDocument();
    }

    private static void write(XMLStreamWriter xml, Case each) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement("testcase");
        xml.writeAttribute("classname", each.className);
        xml.writeAttribute("name", XmlText.of(each.name));
        // Readers of the form want a time of every case; one that took none took 0 s.
        xml.writeAttribute("time", seconds(each.ns.orElse(0)));
        switch (each.kind) {
            case "failure", "skipped" -> {
                xml.writeStartElement(each.kind);
                if (each.kind.equals("failure")) {
                    xml.writeAttribute("type", each.type);
                }
                xml.writeAttribute("message", XmlText.of(each.message));
                xml.writeCharacters(XmlText.of(each.text));
                xml.writeEndElement();
            }
            case "system-out" -> text(xml, "system-out", each.text);
            default -> {}
        }
        xml.writeEndElement();
    }

    private static void text(XMLStreamWriter xml, String element, String text) throws XMLStreamException {
        xml.writeCharacters("\n  ");
        xml.writeStartElement(element);
        xml.writeCharacters(XmlText.of(text));
        xml.writeEndElement();
    }

    private String count(String kind) {
        return Long.toString(
                cases.stream().filter(each -> each.kind.equals(kind)).count());
    }

    private static String verdicts(Report report) {
        StringBuilder text = new StringBuilder();
        int number = 1;
        for (Report.MigrationSummary migration : report.migrations()) {
            text.append("migration ").append(number++).append(": ");
            text.append(migration.verdict().headline()).append('\n');
        }
        return text.isEmpty() ? "no migration in the traces\n" : text.toString();
    }

    private static String seconds(long ns) {
        return BigDecimal.valueOf(ns, 9).toPlainString();
    }
}

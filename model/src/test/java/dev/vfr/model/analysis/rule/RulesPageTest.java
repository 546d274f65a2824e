package dev.vfr.model.analysis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.pairing.Companions;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.Pairing;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.rule.capture.CaptureRules;
import dev.vfr.model.analysis.rule.device.DeviceRules;
import dev.vfr.model.analysis.rule.downtime.DowntimeRules;
import dev.vfr.model.analysis.rule.estimate.EstimateRules;
import dev.vfr.model.analysis.rule.kernel.KernelRules;
import dev.vfr.model.analysis.rule.logging.LoggingRules;
import dev.vfr.model.analysis.rule.message.MessageRules;
import dev.vfr.model.analysis.rule.protocol.ProtocolRules;
import dev.vfr.model.analysis.rule.vmm.VmmRules;
import dev.vfr.model.analysis.verdict.Rules;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.fold.TraceScript;
import dev.vfr.model.qemu.QemuMessage;
import dev.vfr.model.qemu.QemuMessages;
import dev.vfr.model.report.Finding;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds docs/rules.md to the rules, and docs/rule-cases.md to their cases and what the rules find in each;
/// `-Dgolden.update` writes both.
class RulesPageTest {

    private static final Path PAGE = Path.of("../docs/rules.md");
    private static final Path CASES_PAGE = Path.of("../docs/rule-cases.md");
    private static final int WIDTH = 120;
    private static final List<RuleCase> CASES = RuleCasesTest.written();
    /// The passes over the cases' traces, which no rule takes part in.
    private static final Map<RuleCase, CaseFile> FILES = new ConcurrentHashMap<>();

    @Test
    void thePageHasEveryRule() throws IOException, EventSourceException {
        golden(PAGE, page());
    }

    @Test
    void thePageOfCasesHasEveryCase() throws IOException {
        golden(CASES_PAGE, casesPage());
    }

    private static void golden(Path file, String page) throws IOException {
        if (System.getProperty("golden.update") != null) {
            Files.writeString(file, page);
        }
        assertEquals(page, Files.readString(file), "mvn -pl model test -Dtest=RulesPageTest -Dgolden.update writes it");
    }

    static List<String> rules() {
        return withCases().map(rule -> rule.advice().rule()).toList();
    }

    /// A rule alone, without the others: what it finds in its own cases is on the page.
    @ParameterizedTest
    @MethodSource("rules")
    void thePageOfCasesHasWhatTheRuleFinds(String name) throws IOException {
        StringBuilder section = new StringBuilder();
        withCases().filter(rule -> rule.advice().rule().equals(name)).forEach(rule -> cases(section, rule));
        assertTrue(Files.readString(CASES_PAGE).contains(section), section::toString);
    }

    /// All rules but those that are no more than a row of the table of messages.
    private static Stream<Rule> withCases() {
        return Rules.ALL.stream()
                .filter(rule ->
                        !MessageRules.ALL.contains(rule) || rule.advice().rule().equals("vmm-message"));
    }

    private static String page() throws EventSourceException {
        Map<String, List<Rule>> families = new LinkedHashMap<>();
        withCases()
                .forEach(rule -> families.computeIfAbsent(family(rule), ignored -> new ArrayList<>())
                        .add(rule));
        StringBuilder page = new StringBuilder();
        page.append("# The rules\n\n");
        paragraph(
                page,
                "",
                "What `vfr report` and `vfr check` look for: " + withCases().count() + " rules in " + families.size()
                        + " families, and " + messages().count()
                        + " [messages](#messages) of QEMU and of the layers above"
                        + " it. Each rule has a severity, who has to act, what it means, what to do, and the clause that it"
                        + " rests on. [rule-cases.md](rule-cases.md) shows when each fires and when it is quiet, and"
                        + " [glossary.md](glossary.md) explains the terms.");
        page.append("\n| family | rules |\n|---|---|\n");
        row(page, "outcome", RuleCasesTest.ENDINGS.stream().map(RulesPageTest::link));
        families.forEach((family, rules) ->
                row(page, family, rules.stream().map(rule -> link(rule.advice().rule()))));
        page.append("\n## Outcome: how a migration ended\n");
        for (String ending : RuleCasesTest.ENDINGS) {
            ending(page, ending);
        }
        families.forEach((family, rules) -> {
            page.append("\n## ").append(title(family)).append('\n');
            rules.forEach(rule -> rule(page, rule));
        });
        messagesTable(page);
        unseen(page);
        return page.toString();
    }

    private static String link(String name) {
        return "[" + name + "](#" + name + ")";
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static void row(StringBuilder page, String family, Stream<String> rules) {
        row(page, family, rules.collect(Collectors.joining(", ")));
    }

    private static Stream<QemuMessage> messages() {
        return QemuMessages.rows().stream().filter(row -> row.role() != QemuMessage.Role.WARNING);
    }

    private static void messagesTable(StringBuilder page) {
        page.append("\n## Messages\n\n");
        paragraph(
                page,
                "",
                "Each is a rule of its name. It fires where the message is the first of its process that explains why a"
                        + " migration did not complete, and outside of migrations if the message says that something failed"
                        + " or that the VM cannot migrate. It is quiet on the same message as a warning. A *cause* names a"
                        + " reason of its own, a *consequence* follows from a failure elsewhere, a *blocker* keeps the VM"
                        + " from migrating, *ended* says that something ended and not why.");
        page.append("\n| message | side | kind | role | responsible | what to do |\n|---|---|---|---|---|---|\n");
        messages()
                .forEach(each -> row(
                        page,
                        each.id(),
                        word(each.side()),
                        word(each.kind()),
                        word(each.role()),
                        word(each.responsible()),
                        cell(each.nextStep())));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    private static String cell(String text) {
        return text.replace("|", "\\|").replace("<", "\\<");
    }

    private static void unseen(StringBuilder page) {
        page.append("\n## What no source here can show\n\n");
        paragraph(page, "", "No rule looks for these, whatever is recorded. A report without them proves nothing.");
        page.append("\n| what | seen in, or promised by | why not |\n|---|---|---|\n");
        for (Unseen unseen : Unseen.ALL) {
            row(page, unseen.problem(), unseen.seenIn(), unseen.why());
        }
    }

    private static void rule(StringBuilder page, Rule rule) {
        Advice advice = rule.advice();
        Stream<Finding> found = CASES.stream()
                .filter(shown -> shown.guilty() && shown.rule().equals(advice.rule()))
                .flatMap(shown -> rule.findings(file(shown)).stream());
        section(page, advice.rule(), found.map(Finding::severity), advice.guide(), advice.since());
    }

    private static void ending(StringBuilder page, String name) throws EventSourceException {
        for (RuleCase shown : CASES) {
            if (shown.guilty() && shown.rule().equals(name)) {
                Finding finding = RuleCasesTest.report(shown).findings().stream()
                        .filter(each -> each.rule().equals(name))
                        .findFirst()
                        .orElseThrow();
                section(page, name, Stream.of(finding.severity()), finding.guide(), "");
                return;
            }
        }
    }

    private static void section(
            StringBuilder page, String name, Stream<Finding.Severity> severities, Finding.Guide guide, String since) {
        page.append("\n### ").append(name).append("\n\n");
        String severity =
                severities.distinct().sorted().map(RulesPageTest::word).collect(Collectors.joining(" or "));
        item(
                page,
                "Severity",
                severity + "; responsible: " + guide.responsible().word());
        item(page, "Fires on", guide.explanation());
        item(page, "What to do", guide.remedy());
        item(page, "Clause", guide.clause() + (since.isEmpty() ? "" : "; since " + since));
    }

    private static String casesPage() {
        StringBuilder page = new StringBuilder();
        page.append("# Cases of the rules\n\n");
        paragraph(
                page,
                "",
                "The traces that each rule is tested on: those that it fires on, with its finding, and nearly the same ones"
                        + " that it is quiet on. A finding has the numbers of the trace and of the event that it points to."
                        + " Rules on [messages](rules.md#messages) are tested on the example lines in"
                        + " `model/src/test/resources/dev/vfr/model/qemu/examples.txt`.");
        withCases().forEach(rule -> cases(page, rule));
        return page.toString();
    }

    private static void cases(StringBuilder page, Rule rule) {
        Advice advice = rule.advice();
        page.append("\n## ").append(advice.rule()).append("\n\n");
        for (RuleCase shown : CASES) {
            if (shown.rule().equals(advice.rule()) && shown.guilty()) {
                item(page, "Fires on", shown.told() + ". " + said(rule, shown));
            }
        }
        for (RuleCase shown : CASES) {
            if (shown.rule().equals(advice.rule()) && !shown.guilty()) {
                boolean found = !rule.findings(file(shown)).isEmpty();
                item(page, "Quiet on", shown.told() + (found ? " (its cause is reported)" : ""));
            }
        }
        item(page, "Does not cover", advice.innocent());
    }

    /// The first finding in the words of the report, and how many come after it.
    private static String said(Rule rule, RuleCase shown) {
        List<Finding> findings = rule.findings(file(shown));
        if (findings.isEmpty()) {
            return "No finding of its own";
        }
        Finding first = findings.getFirst();
        return first.severity().word()
                + first.device().map(device -> " on " + device).orElse("")
                + first.trace().map(trace -> " in " + trace).orElse("")
                + (first.seq().isPresent() ? " at " + first.seq().getAsLong() : "") + ": \"" + first.summary() + "\""
                + (findings.size() > 1 ? ", and " + (findings.size() - 1) + " more" : "");
    }

    private static CaseFile file(RuleCase shown) {
        return FILES.computeIfAbsent(shown, RulesPageTest::pass);
    }

    private static CaseFile pass(RuleCase shown) {
        List<ScannedTrace> traces = new ArrayList<>();
        try {
            for (TraceScript trace : shown.traces()) {
                traces.add(ScannedTrace.of(traces.size(), "trace" + traces.size(), trace.events(), Rules::watchers));
            }
        } catch (EventSourceException e) {
            throw new AssertionError(e);
        }
        List<ScannedTrace> judged = Companions.judged(traces);
        return new CaseFile(
                judged, Pairing.of(judged).stream().map(MigrationCase::of).toList());
    }

    private static void item(StringBuilder page, String label, String text) {
        if (!text.isEmpty()) {
            paragraph(page, "- *" + label + "*: ", text);
        }
    }

    private static void paragraph(StringBuilder page, String start, String text) {
        StringBuilder line = new StringBuilder(start);
        boolean fresh = true;
        for (String word : text.replace("<", "\\<").split(" ", -1)) {
            if (!fresh && line.length() + 1 + word.length() > WIDTH) {
                page.append(line).append('\n');
                line.setLength(0);
                line.append(start.isEmpty() ? "" : "  ").append(word);
                continue;
            }
            line.append(fresh ? "" : " ").append(word);
            fresh = false;
        }
        page.append(line).append('\n');
    }

    /// The last part of the package's name.
    private static String family(Rule rule) {
        Map<String, List<Rule>> families = new LinkedHashMap<>();
        families.put(
                "vmm",
                Stream.concat(VmmRules.LOSSES.stream(), VmmRules.CAUSES.stream())
                        .toList());
        families.put("protocol", ProtocolRules.ALL);
        families.put("device", DeviceRules.ALL);
        families.put("logging", LoggingRules.ALL);
        families.put("kernel", KernelRules.ALL);
        families.put("downtime", DowntimeRules.ALL);
        families.put("estimate", EstimateRules.ALL);
        families.put("capture", CaptureRules.ALL);
        families.put("message", MessageRules.ALL);
        return families.entrySet().stream()
                .filter(family -> family.getValue().contains(rule))
                .map(Map.Entry::getKey)
                .findFirst()
                .orElseThrow();
    }

    private static String title(String family) {
        return switch (family) {
            case "protocol" -> "Protocol: what the kernel's header promises";
            case "kernel" -> "The kernel's log: what drivers, the IOMMU and the kernel itself said";
            case "logging" -> "DMA logging: the pages that a device writes";
            case "device" -> "Device: what its driver does";
            case "vmm" -> "VMM: what QEMU and the layers above it do";
            case "message" -> "Messages that the table does not have";
            case "capture" -> "Capture: what the trace lacks";
            case "downtime" -> "Downtime: where the time went";
            case "estimate" -> "Estimates: what was announced and what came";
            default -> family;
        };
    }
}

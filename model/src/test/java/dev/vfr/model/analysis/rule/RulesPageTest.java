package dev.vfr.model.analysis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.pairing.Companions;
import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pairing.Pairing;
import dev.vfr.model.analysis.pass.ScannedTrace;
import dev.vfr.model.analysis.verdict.OutcomeRule;
import dev.vfr.model.analysis.verdict.Rules;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.fold.TraceScript;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Holds docs/rules.md to the rules, their cases and what they say of each; `-Dgolden.update` writes it.
class RulesPageTest {

    private static final Path PAGE = Path.of("../docs/rules.md");
    private static final int WIDTH = 120;
    private static final List<RuleCase> CASES = RuleCasesTest.cases();
    /// The passes over the cases' traces, which no rule takes part in.
    private static final Map<RuleCase, CaseFile> FILES = new ConcurrentHashMap<>();

    @Test
    void thePageTellsOfEveryRule() throws IOException {
        String page = page(CASES);
        if (System.getProperty("golden.update") != null) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "mvn -pl model test -Dtest=RulesPageTest -Dgolden.update writes it");
    }

    static List<String> rules() {
        return Rules.ALL.stream().map(rule -> rule.advice().rule()).toList();
    }

    /// A rule alone, without the others: what it says of its own cases is what the page tells.
    @ParameterizedTest
    @MethodSource("rules")
    void thePageTellsWhatTheRuleSays(String name) throws IOException {
        StringBuilder section = new StringBuilder();
        for (Rule rule : Rules.ALL) {
            if (rule.advice().rule().equals(name)) {
                rule(section, rule, CASES);
            }
        }
        assertTrue(Files.readString(PAGE).contains(section), section::toString);
    }

    private static String page(List<RuleCase> cases) {
        Map<String, List<Rule>> families = new LinkedHashMap<>();
        for (Rule rule : Rules.ALL) {
            families.computeIfAbsent(family(rule), ignored -> new ArrayList<>()).add(rule);
        }
        StringBuilder page = new StringBuilder();
        page.append("# The rules\n\n");
        paragraph(
                page,
                "",
                "What `vfr report` and `vfr check` look for, " + Rules.ALL.size()
                        + " rules in " + families.size()
                        + " families, each a class of its own below `dev.vfr.model.analysis.rule`. This page is written from"
                        + " the rules and from the traces that hold each of them: those on which it has to speak and those,"
                        + " nearly the same, on which it has to be silent. After each of the former stands what the rule"
                        + " says of it, with the numbers of the trace and of the event that it points to.");
        page.append("\n| family | rules |\n|---|---|\n");
        families.forEach((family, rules) -> {
            page.append("| ").append(family).append(" | ");
            page.append(String.join(
                    ", ",
                    rules.stream()
                            .map(rule -> rule.advice().rule())
                            .map(name -> "[" + name + "](#" + name + ")")
                            .toList()));
            page.append(" |\n");
        });
        families.forEach((family, rules) -> {
            page.append("\n## ").append(title(family)).append('\n');
            rules.forEach(rule -> rule(page, rule, cases));
        });
        unseen(page);
        return page.toString();
    }

    private static void unseen(StringBuilder page) {
        page.append("\n## What no source here can show\n\n");
        paragraph(
                page,
                "",
                "No rule looks for these, whatever is recorded. That a report is silent says nothing of them.");
        page.append("\n| what | seen in, or promised by | why not |\n|---|---|---|\n");
        for (Unseen unseen : Unseen.ALL) {
            page.append("| ").append(unseen.problem()).append(" | ").append(unseen.seenIn());
            page.append(" | ").append(unseen.why()).append(" |\n");
        }
    }

    private static void rule(StringBuilder page, Rule rule, List<RuleCase> cases) {
        Advice advice = rule.advice();
        page.append("\n### ").append(advice.rule()).append("\n\n");
        paragraph(page, "", advice.explanation());
        page.append('\n');
        item(page, "To do", advice.remedy());
        item(page, "From", advice.clause());
        item(page, "Since", advice.since());
        for (RuleCase shown : cases) {
            if (shown.rule().equals(advice.rule()) && shown.guilty()) {
                item(page, "Speaks", shown.told() + ". " + said(rule, shown));
            }
        }
        for (RuleCase shown : cases) {
            if (shown.rule().equals(advice.rule()) && !shown.guilty()) {
                item(
                        page,
                        "Silent",
                        shown.told() + (rule.findings(file(shown)).isEmpty() ? "" : " (told by its cause)"));
            }
        }
        item(page, "Not meant", advice.innocent());
    }

    /// The first finding in the words of the report, and how many come after it.
    private static String said(Rule rule, RuleCase shown) {
        List<Finding> findings = rule.findings(file(shown));
        if (findings.isEmpty()) {
            return "Nothing by itself";
        }
        Finding first = findings.getFirst();
        return first.severity().name().toLowerCase(Locale.ROOT)
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

    /// The last part of the package's name; how a migration ended is what the VMMs say of it.
    private static String family(Rule rule) {
        if (rule instanceof OutcomeRule) {
            return "vmm";
        }
        String name = rule.getClass().getPackageName();
        return name.substring(name.lastIndexOf('.') + 1);
    }

    private static String title(String family) {
        return switch (family) {
            case "protocol" -> "Protocol: what the kernel's header promises";
            case "logging" -> "DMA logging: the pages that a device writes";
            case "device" -> "Device: what its driver does";
            case "vmm" -> "VMM: what QEMU and those who command it do";
            case "capture" -> "Capture: what the trace cannot show";
            case "downtime" -> "Downtime: where the time went";
            case "estimate" -> "Estimates: what was announced and what came";
            default -> family;
        };
    }
}

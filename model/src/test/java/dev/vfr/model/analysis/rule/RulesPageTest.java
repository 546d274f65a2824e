package dev.vfr.model.analysis.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Holds docs/rules.md to the rules and their cases; `-Dgolden.update` writes it.
class RulesPageTest {

    private static final Path PAGE = Path.of("../docs/rules.md");
    private static final int WIDTH = 120;

    @Test
    void thePageTellsOfEveryRule() throws IOException {
        String page = page(RuleCasesTest.cases());
        if (System.getProperty("golden.update") != null) {
            Files.writeString(PAGE, page);
        }
        assertEquals(page, Files.readString(PAGE), "mvn -pl model test -Dtest=RulesPageTest -Dgolden.update writes it");
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
                        + " nearly the same, on which it has to be silent.");
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
            rules.forEach(rule -> rule(page, rule.advice(), cases));
        });
        return page.toString();
    }

    private static void rule(StringBuilder page, Advice advice, List<RuleCase> cases) {
        page.append("\n### ").append(advice.rule()).append("\n\n");
        paragraph(page, "", advice.explanation());
        page.append('\n');
        item(page, "To do", advice.remedy());
        item(page, "From", advice.clause());
        item(page, "Since", advice.since());
        for (RuleCase shown : cases) {
            if (shown.rule().equals(advice.rule()) && shown.guilty()) {
                item(page, "Speaks", shown.told());
            }
        }
        for (RuleCase shown : cases) {
            if (shown.rule().equals(advice.rule()) && !shown.guilty()) {
                item(page, "Silent", shown.told());
            }
        }
        item(page, "Not meant", advice.innocent());
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

package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// Holds the table in the README to the scenarios. `-Dgolden.update` rewrites it.
class ReadmeTest {

    private static final Path README = Path.of("README.md");
    private static final String START = "<!-- scenarios -->\n";
    private static final String END = "<!-- end of scenarios -->\n";

    @Test
    void theTableNamesEveryScenarioAsItsFileDoes() throws IOException {
        String readme = Files.readString(README);
        int start = readme.indexOf(START) + START.length();
        int end = readme.indexOf(END);
        String table = table();
        if (System.getProperty("golden.update") != null) {
            Files.writeString(README, readme.substring(0, start) + table + readme.substring(end));
        } else {
            assertEquals(table, readme.substring(start, end), "-Dgolden.update rewrites it");
        }
    }

    private static String table() throws IOException {
        StringBuilder table = new StringBuilder();
        for (String line : Files.readAllLines(Path.of("scenarios/index.txt"))) {
            if (line.startsWith("# ")) {
                table.append("\n### ").append(line.substring(2)).append("\n\n");
                table.append("| scenario | what happens | problems | it ends |\n|---|---|---|---|\n");
            } else if (!line.isBlank()) {
                table.append(row(Scenarios.named(line).orElseThrow()));
            }
        }
        return table.append("\n").toString();
    }

    private static String row(Scenario scenario) {
        String problems = scenario.problems().stream()
                .map(each -> String.valueOf(each.number()))
                .collect(Collectors.joining(", "));
        Outcome outcome = scenario.expectation().orElseThrow().outcome();
        String file = "[" + scenario.name() + "](scenarios/" + scenario.name() + ".yaml)";
        return "| " + file + " | " + scenario.description().replace("|", "\\|") + " | " + problems + " | "
                + outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ') + " |\n";
    }
}

package dev.vfr.samples.scenario;

import dev.vfr.samples.scenario.Expectation.ExpectedFinding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// The key `expect` in the text of a scenario's file, whose other lines stay as they are.
final class ExpectBlock {

    private static final String START = "expect:\n";
    private static final String INDENT = "  ";

    private final String before;
    private final Map<String, String> entries = new LinkedHashMap<>();

    /// Takes the text of a file, in which `expect` comes last.
    ExpectBlock(String file) {
        int start = file.indexOf("\n" + START) + 1 + START.length();
        before = file.substring(0, start);
        String key = "";
        for (String line : file.substring(start).lines().toList()) {
            if (line.startsWith(INDENT) && line.charAt(INDENT.length()) != ' ') {
                key = line.substring(INDENT.length(), line.indexOf(':'));
            }
            entries.merge(key, line + "\n", String::concat);
        }
    }

    /// The text of the file with what was observed of the report; findings keep their order where they are the same.
    String with(Expectation expected, Observed observed) {
        observed.migration().ifPresent(seen -> entries.put("report", INDENT + "report: " + seen.outcome() + "\n"));
        entries.remove("diagnosis");
        observed.diagnosis().ifPresent(seen -> entries.put("diagnosis", INDENT + "diagnosis: " + seen + "\n"));
        if (!sorted(expected.findings()).equals(sorted(observed.findings()))) {
            entries.put("findings", observed.findingsText());
        }
        StringBuilder text = new StringBuilder(before);
        for (String key : List.of("outcome", "report", "diagnosis")) {
            text.append(entries.getOrDefault(key, ""));
            entries.remove(key);
        }
        return text + entries.values().stream().collect(Collectors.joining());
    }

    private static List<String> sorted(List<ExpectedFinding> findings) {
        return findings.stream().map(ExpectedFinding::toString).sorted().toList();
    }
}

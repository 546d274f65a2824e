package dev.vfr.samples.command;

import dev.vfr.samples.scenario.Expectation;
import dev.vfr.samples.scenario.Scenario;
import dev.vfr.samples.scenario.Waiting;
import java.io.PrintWriter;
import java.util.List;

/// The scenarios as lines for people.
record ScenarioList(List<Scenario> scenarios) {

    void print(PrintWriter out, boolean waiting) {
        if (waiting) {
            printWaiting(out);
        } else {
            scenarios.forEach(scenario -> out.println(padded(scenario) + scenario.description()));
        }
    }

    /// One line for each thing that the report cannot say yet, and how many they are.
    private void printWaiting(PrintWriter out) {
        int count = 0;
        for (Scenario scenario : scenarios) {
            for (Waiting waiting :
                    scenario.expectation().map(Expectation::waiting).orElse(List.of())) {
                out.println(padded(scenario) + waiting.told());
                count++;
            }
        }
        out.println(count + " waiting");
    }

    private String padded(Scenario scenario) {
        int width =
                scenarios.stream().mapToInt(each -> each.name().length()).max().orElse(0);
        return scenario.name() + " ".repeat(width - scenario.name().length() + 2);
    }
}

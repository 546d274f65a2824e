package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.samples.data.DataException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/// Holds predicted downtimes to the truth, which a second run of the simulator tells.
class WhatIfTest {

    /// More with `-Dvfr.whatif=1000`; the table is printed.
    private static final int RUNS = Integer.getInteger("vfr.whatif", 24);

    private static final double COVERED_MIN = 0.95;
    private static final double ERROR_P90_MAX = 0.20;

    @Test
    void predictionsAreNearTheTruth() throws EventSourceException, DataException {
        List<WhatIfTrial.Run> runs = new ArrayList<>();
        for (long seed : LongStream.rangeClosed(1, RUNS).toArray()) {
            runs.add(WhatIfTrial.run(seed));
        }
        String table = table(runs);
        System.out.print(table);
        List<WhatIfTrial> moments = trials(runs).stream()
                .filter(trial -> trial.what().equals(WhatIfTrial.MOMENT))
                .toList();
        assertTrue(moments.size() > RUNS / 2, table);
        assertTrue(covered(moments) >= COVERED_MIN, table);
        assertTrue(quantile(moments, 0.9) < ERROR_P90_MAX, table);
    }

    private static List<WhatIfTrial> trials(List<WhatIfTrial.Run> runs) {
        return runs.stream().flatMap(run -> run.trials().stream()).toList();
    }

    private static double covered(List<WhatIfTrial> trials) {
        return trials.stream().filter(WhatIfTrial::covers).count() / (double) trials.size();
    }

    private static double quantile(List<WhatIfTrial> trials, double part) {
        List<Double> errors = trials.stream().map(WhatIfTrial::error).sorted().toList();
        return errors.get((int) (part * (errors.size() - 1)));
    }

    private static String table(List<WhatIfTrial.Run> runs) {
        StringBuilder table = new StringBuilder("""
                | what if | migrated | runs | predicted | silent | median error | p90 | worst (seed) | truth inside | median width |
                |---|---|---|---|---|---|---|---|---|---|
                """);
        Map<String, List<WhatIfTrial>> rows = trials(runs).stream()
                .collect(Collectors.groupingBy(
                        trial -> trial.what() + " | " + trial.scenario(), TreeMap::new, Collectors.toList()));
        rows.forEach((name, trials) -> table.append(row(name, trials, runs)));
        trials(runs).stream()
                .collect(Collectors.groupingBy(WhatIfTrial::what, TreeMap::new, Collectors.toList()))
                .forEach((what, trials) -> table.append(row(what + " | all", trials, runs)));
        table.append("\nSilent:\n");
        runs.stream()
                .filter(run -> !run.silence().isEmpty())
                .collect(Collectors.groupingBy(WhatIfTrial.Run::silence, TreeMap::new, Collectors.counting()))
                .forEach((why, count) -> table.append("- ")
                        .append(count)
                        .append(": ")
                        .append(why)
                        .append('\n'));
        table.append("\nWorst and not inside:\n");
        trials(runs).stream()
                .sorted(Comparator.comparingDouble(WhatIfTrial::error).reversed())
                .filter(trial -> !trial.covers())
                .limit(12)
                .forEach(trial -> table.append(told(trial)));
        trials(runs).stream()
                .max(Comparator.comparingDouble(WhatIfTrial::error))
                .ifPresent(trial -> table.append(told(trial)));
        return table.toString();
    }

    private static String told(WhatIfTrial trial) {
        return "- " + trial.what() + ": predicted " + trial.likelyNs() / 1000 + " us ("
                + trial.bounds().min() / 1000
                + ".." + trial.bounds().max() / 1000 + "), true " + trial.trueNs() / 1000 + " us: " + trial.command()
                + "\n";
    }

    private static String row(String name, List<WhatIfTrial> trials, List<WhatIfTrial.Run> runs) {
        String scenario = name.substring(name.indexOf(" | ") + 3);
        List<WhatIfTrial.Run> those = runs.stream()
                .filter(run -> scenario.equals("all") || run.scenario().equals(scenario))
                .toList();
        WhatIfTrial worst = trials.stream()
                .max(Comparator.comparingDouble(WhatIfTrial::error))
                .orElseThrow();
        String seed = worst.command().replaceAll(".*--seed (\\d+).*", "$1");
        List<Double> widths = trials.stream().map(WhatIfTrial::width).sorted().toList();
        return String.format(
                Locale.ROOT,
                "| %s | %d | %d | %d | %.1f %% | %.1f %% | %.1f %% (%s) | %.1f %% | %.0f %% |%n",
                name,
                those.size(),
                trials.size(),
                those.size() - trials.size(),
                100 * quantile(trials, 0.5),
                100 * quantile(trials, 0.9),
                100 * worst.error(),
                seed,
                100 * covered(trials),
                100 * widths.get(widths.size() / 2));
    }
}

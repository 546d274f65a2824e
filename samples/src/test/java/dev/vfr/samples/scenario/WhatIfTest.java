package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.MigrationEvent.MigrationStatusChanged;
import dev.vfr.model.report.EstimateHistory;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.WhatIf;
import dev.vfr.samples.data.DataException;
import dev.vfr.samples.vmm.NeverEndsException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// Holds predicted downtimes to the truth: what was predicted for a moment from the trace of one run is compared with
/// what another run takes that switches over at that moment.
class WhatIfTest {

    /// More with `-Dvfr.whatif=1000`; the table is printed.
    private static final int RUNS = Integer.getInteger("vfr.whatif", 24);

    /// A median beyond this is a broken model. The 24 runs have one of 0.13, since guest memory is not predicted.
    private static final double MEDIAN_MAX = 0.20;

    /// What was predicted, and what was true.
    private record Trial(String group, long predictedNs, long trueNs, String command) {
        private double error() {
            return Math.abs(predictedNs - trueNs) / (double) trueNs;
        }
    }

    @Test
    void predictionsAreNearTheTruth() throws EventSourceException, DataException {
        List<Trial> trials = new ArrayList<>();
        int silent = 0;
        for (long seed = 1; seed <= RUNS; seed++) {
            Optional<Trial> trial = trial(seed);
            trial.ifPresent(trials::add);
            silent += trial.isEmpty() ? 1 : 0;
        }
        String table = table(trials, silent);
        System.out.print(table);
        List<Double> errors = sortedErrors(trials.stream());
        assertTrue(errors.size() > RUNS / 2, table);
        assertTrue(errors.get(errors.size() / 2) < MEDIAN_MAX, table);
    }

    private static Optional<Trial> trial(long seed) throws EventSourceException, DataException {
        SplittableRandom random = new SplittableRandom(seed);
        List<String> settings = new ArrayList<>(List.of(
                "bandwidth=" + (100 + random.nextInt(900)) + " MiB/s",
                "downtime-limit=" + (100 + random.nextInt(400)) + " ms",
                "release=" + List.of("9.2", "10.0", "10.1", "11.1").get(random.nextInt(4)),
                "dirty-rate=1 MiB/s",
                "vmm.ram.bytes=" + (random.nextBoolean() ? "4 MiB" : "256 MiB"),
                "devices.0.with.sizes.initial-bytes=" + (1 + random.nextInt(64)) + " MiB",
                "devices.0.with.sizes.dirty-bytes-per-second=" + random.nextInt(60) + " MiB/s",
                "devices.0.with.sizes.stop-copy-bytes=" + (1 + random.nextInt(64)) + " MiB"));
        boolean large = settings.contains("vmm.ram.bytes=256 MiB");
        InMemoryEvents events = new InMemoryEvents();
        try {
            Simulation.run(scenario(settings), seed, events);
        } catch (NeverEndsException e) {
            // The device gets dirty faster than the network takes it: no switchover, nothing to predict from.
            return Optional.empty();
        }
        Report report = Analysis.of(List.of(new TraceInput("trace", events)));
        Report.MigrationSummary migration = report.migrations().getFirst();
        List<WhatIf.Moment> moments = migration.estimates().whatIf().moments();
        if (moments.isEmpty()) {
            return Optional.empty();
        }
        WhatIf.Moment moment = moments.get(random.nextInt(moments.size()));
        OptionalLong at = sinceActive(moment.atNs(), migration.estimates().history(), events.toList());
        if (at.isEmpty() || at.getAsLong() < 0) {
            return Optional.empty();
        }
        settings.add("switchover-at=" + at.getAsLong() + " ns");
        SimulationResult truth = Simulation.run(scenario(settings), seed, new InMemoryEvents());
        if (truth.downtimeNs().isEmpty()) {
            return Optional.empty();
        }
        StringBuilder command = new StringBuilder("vfr simulate precopy-completes --seed " + seed);
        settings.forEach(setting -> command.append(" --set '").append(setting).append("'"));
        return Optional.of(new Trial(
                large ? "256 MiB of guest memory" : "4 MiB of guest memory",
                moment.downtimeNs(),
                truth.downtimeNs().getAsLong(),
                command.toString()));
    }

    private static Scenario scenario(List<String> settings) throws DataException {
        List<Setting> parsed = new ArrayList<>();
        for (String setting : settings) {
            parsed.add(Setting.parse(setting));
        }
        return Scenarios.of("precopy-completes", Scenarios.data("precopy-completes"), parsed);
    }

    /// A moment of the trace as ns after the status `active`, by the source's clock.
    private static OptionalLong sinceActive(long axisNs, List<EstimateHistory> histories, List<MigrationEvent> events) {
        long activeNs = events.stream()
                .filter(event -> event instanceof MigrationStatusChanged changed
                        && changed.status().equals("active")
                        && changed.header().process() == 0)
                .mapToLong(event -> event.header().timeNs())
                .findFirst()
                .orElseThrow();
        return histories.stream()
                .flatMap(history -> Stream.concat(history.driver().stream(), history.vmm().stream()))
                .filter(sample -> sample.atNs().equals(OptionalLong.of(axisNs)))
                .mapToLong(sample -> events.get((int) sample.seq()).header().timeNs() - activeNs)
                .findFirst();
    }

    private static String table(List<Trial> trials, int silent) {
        StringBuilder table =
                new StringBuilder("| runs | count | median error | p90 | worst |\n|---|---|---|---|---|\n");
        List<String> groups =
                trials.stream().map(Trial::group).distinct().sorted().toList();
        for (String group : groups) {
            List<Double> errors =
                    sortedErrors(trials.stream().filter(trial -> trial.group().equals(group)));
            table.append(row(group, errors));
        }
        table.append(row("all", sortedErrors(trials.stream())));
        table.append("\nNothing was predicted in ").append(silent).append(" runs.\n");
        trials.stream()
                .max(Comparator.comparingDouble(Trial::error))
                .ifPresent(worst -> table.append("Worst: predicted ")
                        .append(worst.predictedNs())
                        .append(" ns, true ")
                        .append(worst.trueNs())
                        .append(" ns: ")
                        .append(worst.command())
                        .append('\n'));
        return table.toString();
    }

    private static String row(String name, List<Double> errors) {
        if (errors.isEmpty()) {
            return "| " + name + " | 0 | | | |\n";
        }
        return String.format(
                Locale.ROOT,
                "| %s | %d | %.1f %% | %.1f %% | %.1f %% |%n",
                name,
                errors.size(),
                100 * errors.get(errors.size() / 2),
                100 * errors.get(errors.size() * 9 / 10),
                100 * errors.getLast());
    }

    private static List<Double> sortedErrors(Stream<Trial> trials) {
        return trials.map(Trial::error).sorted().toList();
    }
}

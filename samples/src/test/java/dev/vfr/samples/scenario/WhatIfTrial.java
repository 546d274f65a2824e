package dev.vfr.samples.scenario;

import dev.vfr.model.analysis.Analysis;
import dev.vfr.model.analysis.TraceInput;
import dev.vfr.model.event.EventSink;
import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.event.InMemoryEvents;
import dev.vfr.model.event.MigrationEvent;
import dev.vfr.model.event.VmmEvent.MigrationStatusChanged;
import dev.vfr.model.report.EstimateHistory;
import dev.vfr.model.report.Interval;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.WhatIf;
import dev.vfr.samples.data.DataException;
import dev.vfr.samples.vmm.NeverEndsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/// One prediction beside the truth: what was predicted from the trace of one run, and what another run takes under
/// the conditions that were predicted for.
///
/// @param scenario what was migrated
/// @param what the prediction's subject
/// @param likelyNs ns, the prediction; of an effect the middle of its bounds
/// @param bounds ns, what the truth was to be between
/// @param command the run that tells the truth
record WhatIfTrial(String scenario, String what, long likelyNs, Interval bounds, long trueNs, String command) {

    private static final long EVENTS_MAX = 50_000;

    static final String MOMENT = "another moment";

    /// A run and what was predicted from it.
    ///
    /// @param silence why no moment was predicted, empty where one was
    record Run(String scenario, List<WhatIfTrial> trials, String silence) {}

    double error() {
        return Math.abs(likelyNs - trueNs) / (double) trueNs;
    }

    boolean covers() {
        return bounds.min() <= trueNs && trueNs <= bounds.max();
    }

    /// How wide the bounds are, by the truth.
    double width() {
        return (bounds.max() - bounds.min()) / (double) trueNs;
    }

    /// Draws a migration by the seed, and predicts from it.
    static Run run(long seed) throws EventSourceException, DataException {
        SplittableRandom random = new SplittableRandom(seed);
        String name = List.of("precopy-completes", "precopy-completes", "two-devices", "constant-rate mlx5")
                .get(random.nextInt(4));
        String scenario = name.equals("two-devices") ? name : "precopy-completes";
        int mibPerSecond = 100 + random.nextInt(900);
        List<String> settings = new ArrayList<>(List.of(
                "bandwidth=" + mibPerSecond + " MiB/s",
                "downtime-limit=" + (100 + random.nextInt(400)) + " ms",
                "release="
                        + List.of("8.2", "9.1", "9.2", "10.0", "10.1", "11.1").get(random.nextInt(6)),
                "dirty-rate=" + (1 + random.nextInt(mibPerSecond / 4)) + " MiB/s",
                "vmm.ram.bytes="
                        + List.of("4 MiB", "64 MiB", "256 MiB", "1 GiB").get(random.nextInt(4)),
                "vmm.switchover.bandwidth=" + (random.nextBoolean() ? "measured" : "of-the-line")));
        if (name.startsWith("constant-rate")) {
            settings.add("devices.0.profile=mlx5");
        } else {
            settings.add("devices.0.with.sizes.initial-bytes=" + (1 + random.nextInt(64)) + " MiB");
            settings.add("devices.0.with.sizes.dirty-bytes-per-second=" + random.nextInt(60) + " MiB/s");
            settings.add("devices.0.with.sizes.stop-copy-bytes=" + (1 + random.nextInt(64)) + " MiB");
        }
        String group = name.startsWith("constant-rate") ? "mlx5" : name.equals("two-devices") ? name : "net";
        InMemoryEvents events = new InMemoryEvents();
        Optional<SimulationResult> real = ends(of(scenario, settings), seed, events);
        if (real.isEmpty()) {
            return new Run(group, List.of(), "the migration did not end");
        }
        Report report = Analysis.of(List.of(new TraceInput("trace", events)));
        Report.MigrationSummary migration = report.migrations().getFirst();
        WhatIf whatIf = migration.estimates().whatIf();
        List<WhatIfTrial> trials = new ArrayList<>();
        OptionalLong stopped = real.get().stoppedAtTrueNs();
        for (WhatIf.Effect effect : whatIf.effects()) {
            List<String> then = new ArrayList<>(settings);
            then.addAll(conditions(effect, settings, mibPerSecond, stopped.orElse(0)));
            Interval bounds = effect.downtimeNs();
            long middle = bounds.min() + (bounds.max() - bounds.min()) / 2;
            String what = effect.condition().word() + " times " + effect.factor();
            truth(group, what, middle, bounds, scenario, then, seed).ifPresent(trials::add);
        }
        if (whatIf.moments().isEmpty()) {
            return new Run(group, trials, whatIf.silence());
        }
        WhatIf.Moment moment =
                whatIf.moments().get(random.nextInt(whatIf.moments().size()));
        OptionalLong at = sinceActive(moment.atNs(), migration.estimates().history(), events.toList());
        if (at.isEmpty() || at.getAsLong() < 0) {
            return new Run(group, trials, "the moment was before pre-copy");
        }
        List<String> then = new ArrayList<>(settings);
        then.add("switchover-at=" + at.getAsLong() + " ns");
        truth(group, MOMENT, moment.downtimeNs(), moment.downtimeBounds(), scenario, then, seed)
                .ifPresent(trials::add);
        return new Run(group, trials, "");
    }

    /// What came of the migration; empty where it does not end before it has made so many events that no end is to be
    /// expected.
    private static Optional<SimulationResult> ends(Scenario scenario, long seed, InMemoryEvents events)
            throws EventSourceException, DataException {
        EventSink bounded = event -> {
            if (events.count() == EVENTS_MAX) {
                throw new EventSourceException("too many events");
            }
            events.append(event);
        };
        try {
            return Optional.of(Simulation.run(scenario, seed, bounded));
        } catch (NeverEndsException e) {
            return Optional.empty();
        } catch (EventSourceException e) {
            if (events.count() < EVENTS_MAX) {
                throw e;
            }
            return Optional.empty();
        }
    }

    /// Another bandwidth from the switchover on, other chunks, or another limit.
    private static List<String> conditions(
            WhatIf.Effect effect, List<String> settings, int mibPerSecond, long stoppedNs) {
        return switch (effect.condition()) {
            case BANDWIDTH ->
                List.of("network.changes=[{from: " + stoppedNs + " ns, bytes-per-second: "
                        + (long) (effect.factor() * mibPerSecond) + " MiB/s}]");
            case CHUNK_SIZE -> List.of("chunk=" + (long) (effect.factor() * 1024) + " KiB");
            case DOWNTIME_LIMIT -> {
                String limit = settings.stream()
                        .filter(setting -> setting.startsWith("downtime-limit="))
                        .findFirst()
                        .orElseThrow();
                long ms = Long.parseLong(limit.replaceAll("[^0-9]", ""));
                yield List.of("downtime-limit=" + (long) (effect.factor() * ms) + " ms");
            }
        };
    }

    private static Optional<WhatIfTrial> truth(
            String group,
            String what,
            long likelyNs,
            Interval bounds,
            String scenario,
            List<String> settings,
            long seed)
            throws EventSourceException, DataException {
        OptionalLong trueNs = ends(of(scenario, settings), seed, new InMemoryEvents())
                .map(SimulationResult::downtimeNs)
                .orElse(OptionalLong.empty());
        StringBuilder command = new StringBuilder("vfr simulate " + scenario + " --seed " + seed);
        settings.forEach(setting -> command.append(" --set '").append(setting).append("'"));
        return trueNs.isEmpty()
                ? Optional.empty()
                : Optional.of(new WhatIfTrial(group, what, likelyNs, bounds, trueNs.getAsLong(), command.toString()));
    }

    private static Scenario of(String scenario, List<String> settings) throws DataException {
        List<Setting> parsed = new ArrayList<>();
        for (String setting : settings) {
            parsed.add(Setting.parse(setting));
        }
        return Scenarios.of(scenario, Scenarios.data(scenario), parsed);
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
}

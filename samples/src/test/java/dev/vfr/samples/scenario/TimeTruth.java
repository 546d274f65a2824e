package dev.vfr.samples.scenario;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.model.report.StreamComparison;

/// What the report says of times, held to the simulator's own.
final class TimeTruth {

    private TimeTruth() {}

    /// The true downtime and the true offset between the clocks lie within what the report says, and what it says is
    /// least is no more.
    static void holds(SimulationResult truth, MigrationSummary migration, String where) {
        truth.downtimeNs().ifPresent(trueNs -> {
            migration
                    .downtimeNs()
                    .ifPresent(ns -> assertTrue(ns.contains(trueNs), where + ": " + trueNs + " in " + ns));
            DowntimeAnatomy anatomy = migration.anatomy().orElseThrow();
            long least = anatomy.atLeastNs().orElseThrow();
            assertTrue(least > 0 && least <= trueNs, where + ": " + trueNs + " is no less than " + least);
            anatomy.parts()
                    .forEach(part -> assertTrue(
                            part.ns().min() <= trueNs && part.ns().min() >= 0, where + ": " + part + " of " + trueNs));
            assertEquals(
                    1,
                    anatomy.devices().stream()
                            .filter(DowntimeAnatomy.DeviceShare::critical)
                            .count(),
                    where);
        });
        truth.clockOffsetNs()
                .ifPresent(trueNs -> migration
                        .clockOffsetNs()
                        .ifPresent(ns -> assertTrue(ns.contains(trueNs), where + ": " + trueNs + " in " + ns)));
    }

    /// Streams on which the network did nothing are never said to differ.
    static void sameBytes(MigrationSummary migration, String where) {
        for (StreamComparison stream : migration.streams()) {
            assertTrue(stream.result() != StreamComparison.Result.DIFFERS, where + ": " + stream);
        }
    }
}

package dev.vfr.model.analysis.estimate;

import dev.vfr.model.analysis.pairing.MigrationCase;
import dev.vfr.model.analysis.pass.FactCollector;
import dev.vfr.model.analysis.pass.Watcher;
import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.EstimateHistory;
import dev.vfr.model.report.EstimateHistory.Sample;
import dev.vfr.model.report.MigrationEstimates;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/// Makes the report's part on the estimates of one migration.
public final class Estimates {

    private Estimates() {}

    /// What gathers the estimates of one trace.
    public static List<Watcher> watchers(FactCollector facts) {
        return List.of(new EstimateWatcher(facts), new GuestMemoryWatcher(facts));
    }

    /// What was estimated at the source, and what follows from it.
    public static MigrationEstimates of(MigrationCase migration) {
        if (migration.sides().source() == null) {
            return MigrationEstimates.NONE;
        }
        List<SavedDevice> devices = SavedDevice.of(migration);
        return new MigrationEstimates(
                devices.stream().map(Estimates::history).toList(),
                Convergences.of(devices),
                WhatIfs.of(migration, devices));
    }

    private static EstimateHistory history(SavedDevice device) {
        SavingHistory history = device.history();
        OptionalLong stopCopy = device.stopCopyBytes();
        OptionalLong preCopy = device.readsAreKnown() && history.enteredPreCopy()
                ? OptionalLong.of(history.preCopy().bytes())
                : OptionalLong.empty();
        OptionalLong sum = history.lastPreCopy()
                .map(EstimatePoint::preCopyLeft)
                .filter(left -> left.isPresent() && stopCopy.isPresent())
                .map(left -> OptionalLong.of(left.getAsLong() - stopCopy.getAsLong()))
                .orElse(OptionalLong.empty());
        return new EstimateHistory(
                device.name(),
                device.source().trace().name(),
                samples(device, history.driver(), history.driverCount()),
                history.driverCount() - history.driver().size(),
                samples(device, history.vmm(), history.vmmCount()),
                history.vmmCount() - history.vmm().size(),
                preCopy,
                stopCopy,
                sum);
    }

    private static List<Sample> samples(SavedDevice device, List<EstimatePoint> points, long count) {
        OptionalLong stopCopy = device.stopCopyBytes();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            EstimatePoint point = points.get(i);
            OptionalLong size = point.stopCopyLength();
            samples.add(new Sample(
                    point.seq(),
                    axis(device, point.ns()),
                    point.exact(),
                    point.initialBytes(),
                    point.dirtyBytes(),
                    size,
                    point.reinit(),
                    point.readBytes(),
                    count == points.size() && device.readsAreKnown() ? preCopyError(points, i) : OptionalLong.empty(),
                    size.isPresent() && stopCopy.isPresent() && size.getAsLong() >= 0
                            ? OptionalLong.of(stopCopy.getAsLong() - size.getAsLong())
                            : OptionalLong.empty()));
        }
        return samples;
    }

    /// How far the pre-copy figures fell to the next answer about them without being read.
    private static OptionalLong preCopyError(List<EstimatePoint> points, int i) {
        OptionalLong left = points.get(i).preCopyLeft();
        for (int next = i + 1; left.isPresent() && next < points.size(); next++) {
            EstimatePoint then = points.get(next);
            if (then.preCopyLeft().isPresent()) {
                long read = then.readBytes() - points.get(i).readBytes();
                return OptionalLong.of(left.getAsLong() - then.preCopyLeft().getAsLong() - read);
            }
        }
        return OptionalLong.empty();
    }

    /// A time of the source's process as ns since the start of its trace.
    static OptionalLong axis(SavedDevice device, long hostNs) {
        long ns = device.source().axisNs(hostNs);
        return hostNs == EventHeader.UNKNOWN_NS || ns == EventHeader.UNKNOWN_NS
                ? OptionalLong.empty()
                : OptionalLong.of(ns);
    }
}

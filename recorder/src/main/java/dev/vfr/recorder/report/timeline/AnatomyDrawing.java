package dev.vfr.recorder.report.timeline;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.report.DowntimeAnatomy;
import dev.vfr.model.report.Report;
import dev.vfr.model.report.Report.MigrationSummary;
import dev.vfr.recorder.report.timeline.Tracks.Part;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Draws where a downtime went: a slice for each part, on tracks of its side's process. Parts of several devices, and
/// what a device and its VMM did by turns, overlap without being nested: each goes onto the first track that is free.
///
/// A slice is as long as the part is known to have been at least; its details say how long it can have been.
final class AnatomyDrawing {

    /// The tracks of one process.
    private record Place(int trace, int process) {}

    private final List<Survey> surveys;
    private final Report report;
    private final Placement placement;
    private final Tracks tracks;
    private final TimelineSink sink;
    private final Map<Place, List<Long>> ends = new HashMap<>();

    AnatomyDrawing(List<Survey> surveys, Report report, Placement placement, Tracks tracks, TimelineSink sink) {
        this.surveys = surveys;
        this.report = report;
        this.placement = placement;
        this.tracks = tracks;
        this.sink = sink;
    }

    /// @param number of the migration, from 1
    void draw(MigrationSummary migration, int number) throws IOException {
        if (migration.anatomy().isEmpty()) {
            return;
        }
        DowntimeAnatomy anatomy = migration.anatomy().get();
        List<DowntimeAnatomy.Part> parts = new ArrayList<>(anatomy.parts());
        parts.addAll(anatomy.after());
        parts.sort(Comparator.comparingLong(DowntimeAnatomy.Part::startNs));
        for (DowntimeAnatomy.Part part : parts) {
            Optional<Place> place = place(migration, part);
            if (place.isPresent()) {
                draw(part, place.get(), number, anatomy.after().contains(part));
            }
        }
    }

    private void draw(DowntimeAnatomy.Part part, Place place, int number, boolean after) throws IOException {
        long at = placement.axisNs(place.trace(), place.process(), part.startNs());
        long ns = part.ns().min();
        List<Long> taken = ends.computeIfAbsent(place, _ -> new ArrayList<>());
        int lane = 0;
        while (lane < taken.size() && taken.get(lane) > at) {
            lane++;
        }
        if (lane == taken.size()) {
            taken.add(at + ns);
        } else {
            taken.set(lane, at + ns);
        }
        List<Arg> args = new ArrayList<>();
        args.add(Arg.of("migration", number));
        args.add(Arg.of("whose time", part.owner().word()));
        part.device().ifPresent(device -> args.add(Arg.of("device", device)));
        if (part.ns().max() != ns) {
            args.add(Arg.of("ns at most", part.ns().max()));
        }
        if (after) {
            args.add(Arg.of("after the downtime", "true"));
        }
        sink.slice(tracks.ofLane(place.trace(), place.process(), lane, Part.ANATOMY), part.name(), at, ns, args);
    }

    /// The process of the side that shows the part's beginning.
    private Optional<Place> place(MigrationSummary migration, DowntimeAnatomy.Part part) {
        boolean source = part.side() == Report.Side.SOURCE;
        Report.Role other = source ? Report.Role.DESTINATION : Report.Role.SOURCE;
        Optional<String> trace = source ? migration.sourceTrace() : migration.destinationTrace();
        // A handler of guest memory or of another device is in the process of the devices of its side.
        return report.devices().stream()
                .filter(device -> trace.equals(Optional.of(device.trace())) && device.role() != other)
                .min(Comparator.comparing(device -> !part.device().equals(Optional.of(device.name()))))
                .map(device -> {
                    int index = placement.trace(device.trace());
                    Survey survey = surveys.get(index);
                    return new Place(index, survey.processOf(survey.device(device.name(), device.process())));
                })
                .filter(place -> place.process() != EventHeader.NONE);
    }
}

package dev.vfr.recorder.report.timeline;

import dev.vfr.model.event.EventHeader;
import dev.vfr.model.event.TraceEvent.ProcessNamed;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Makes groups and tracks when something is drawn on them for the first time, so that none is empty.
final class Tracks {

    /// @param part what of the device or process it shows
    private record Key(int trace, int process, int device, int thread, Part part) {}

    /// What a track shows, in the order in which they stand.
    enum Part {
        STATE(0, "state", Track.Kind.STATES),
        DOWNTIME(1, "downtime", Track.Kind.SLICES),
        DATA(2, "data", Track.Kind.SLICES),
        MERGED(3, "data, merged", Track.Kind.SLICES),
        CALLS(4, "calls", Track.Kind.SLICES),
        ERRORS(5, "errors", Track.Kind.INSTANTS),
        INITIAL_BYTES(6, "initial_bytes", Track.Kind.BYTES),
        DIRTY_BYTES(7, "dirty_bytes", Track.Kind.BYTES),
        STOP_COPY_LENGTH(8, "stop_copy_length", Track.Kind.BYTES),
        VMM_INITIAL_BYTES(9, "initial_bytes, VMM's copy", Track.Kind.BYTES),
        VMM_DIRTY_BYTES(10, "dirty_bytes, VMM's copy", Track.Kind.BYTES),
        VMM_STOP_COPY(11, "stop_copy_length, VMM's copy", Track.Kind.BYTES),
        VMM(12, "VMM", Track.Kind.INSTANTS),
        FINDINGS(13, "findings", Track.Kind.INSTANTS),
        /// Above all else of its process.
        ANATOMY(-1, "downtime anatomy", Track.Kind.SLICES);

        private final int rank;
        private final String title;
        private final Track.Kind kind;

        Part(int rank, String title, Track.Kind kind) {
            this.rank = rank;
            this.title = title;
            this.kind = kind;
        }
    }

    private static final int RANKS_A_DEVICE = 32;

    private final List<Survey> surveys;
    private final Placement placement;
    private final TimelineSink sink;
    private final Map<Key, Track> tracks = new HashMap<>();
    private final Map<Key, Group> groups = new HashMap<>();

    Tracks(List<Survey> surveys, Placement placement, TimelineSink sink) {
        this.surveys = surveys;
        this.placement = placement;
        this.sink = sink;
    }

    /// The track of a part of a device, or of a process where `device` is [EventHeader#NONE].
    Track of(int trace, int process, int device, Part part) throws IOException {
        return of(new Key(trace, process, device, EventHeader.NONE, part));
    }

    /// The track of the calls of one thread, which do not overlap.
    Track ofThread(int trace, EventHeader header, Part part) throws IOException {
        return of(new Key(trace, header.process(), header.device(), header.thread(), part));
    }

    /// One of several tracks of a process that show the same kind of thing, for what overlaps.
    ///
    /// @param lane from 0
    Track ofLane(int trace, int process, int lane, Part part) throws IOException {
        return of(new Key(trace, process, EventHeader.NONE, lane, part));
    }

    private Track of(Key key) throws IOException {
        Track track = tracks.get(key);
        if (track == null) {
            track = new Track(tracks.size() + 1, group(key.trace, key.process), name(key), key.part.kind, rank(key));
            tracks.put(key, track);
            sink.track(track);
        }
        return track;
    }

    private String name(Key key) {
        String device = key.device == EventHeader.NONE
                ? ""
                : surveys.get(key.trace).names().getOrDefault(key.device, "device " + key.device) + " ";
        if (key.part == Part.ANATOMY) {
            return key.part.title + (key.thread > 0 ? ", " + (key.thread + 1) : "");
        }
        boolean second = tracks.keySet().stream()
                .anyMatch(other -> other.equals(new Key(key.trace, key.process, key.device, other.thread, key.part)));
        return device + key.part.title + (second && key.thread != EventHeader.NONE ? ", thread " + key.thread : "");
    }

    private static int rank(Key key) {
        int device = key.device == EventHeader.NONE ? 0 : key.device + 1;
        return device * RANKS_A_DEVICE + key.part.rank;
    }

    private Group group(int trace, int process) throws IOException {
        Key key = new Key(trace, process, EventHeader.NONE, EventHeader.NONE, Part.VMM);
        Group group = groups.get(key);
        if (group == null) {
            group = new Group(groups.size() + 1, groupName(trace, process), "", placement.clockOf(trace, process));
            groups.put(key, group);
            sink.group(group);
        }
        return group;
    }

    private String groupName(int trace, int process) {
        Survey survey = surveys.get(trace);
        ProcessNamed named = survey.processes().get(process);
        if (named == null) {
            return survey.trace().name();
        }
        StringBuilder name = new StringBuilder(named.label());
        named.vmm().ifPresent(vmm -> name.append(": ").append(vmm));
        named.vmmVersion().ifPresent(version -> name.append(' ').append(version));
        named.pid().ifPresent(pid -> name.append(", pid ").append(pid));
        named.host().ifPresent(host -> name.append(", host ").append(host));
        return surveys.size() > 1 ? name + " (" + survey.trace().name() + ")" : name.toString();
    }
}

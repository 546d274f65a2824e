package dev.vfr.recorder.report.timeline;

import dev.vfr.model.vfio.DeviceState;
import java.io.IOException;
import java.util.List;

/// Writes a time line in one format, piece by piece, in the order in which the pieces come. Times are ns since the time
/// line's zero.
interface TimelineSink {

    void begin(TimelineHead head) throws IOException;

    /// Comes before the first track of the group.
    void group(Group group) throws IOException;

    /// Comes before anything on the track.
    void track(Track track) throws IOException;

    /// A device came into a state. The states of a track come in their order.
    ///
    /// @param ns how long it stayed, [dev.vfr.model.event.EventHeader#UNKNOWN_NS] where that is not known
    void state(Track track, DeviceState state, long atNs, long ns, List<Arg> args) throws IOException;

    /// Something that took time. What lies on one track at once is nested.
    void slice(Track track, String name, long atNs, long ns, List<Arg> args) throws IOException;

    /// Something that took no time, or of which only one is known.
    void instant(Track track, String name, long atNs, List<Arg> args) throws IOException;

    /// What a number was found to be, of 64 bits without a sign.
    void count(Track track, long atNs, long value) throws IOException;

    void end() throws IOException;
}

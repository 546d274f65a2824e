package dev.vfr.recorder.report.timeline;

/// A line of the time line.
///
/// @param id from 1, unique in the time line
/// @param rank where it stands among the tracks of its group: the lowest comes first
record Track(int id, Group group, String name, Kind kind, int rank) {

    /// What is drawn on it.
    enum Kind {
        STATES,
        SLICES,
        INSTANTS,
        /// A number of bytes that changes.
        BYTES
    }
}

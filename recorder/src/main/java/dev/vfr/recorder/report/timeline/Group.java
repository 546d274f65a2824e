package dev.vfr.recorder.report.timeline;

/// Tracks that belong together: those of one process of one trace, or of the report.
///
/// @param id from 1, unique in the time line; other programs call it a process id
/// @param label a remark beside the name, empty if there is none
/// @param clock its host clock, the index in [TimelineHead#clocks], -1 where it has none of its own
record Group(int id, String name, String label, int clock) {}

package dev.vfr.recorder.capture.interposer;

import java.util.Optional;

/// What came of a recording.
///
/// @param events in the trace
/// @param lost events that are not in it, as far as they were counted
/// @param used whether any process used VFIO under the library
/// @param stillRunning processes that were recorded and still live
/// @param failure why the trace ends before its time, on one line
public record RecordingSummary(long events, long lost, boolean used, int stillRunning, Optional<String> failure) {}

package dev.vfr.model.analysis.rule.estimate;

/// How much of one device's state waited at most at the destination, having come through multifd channels faster than
/// the device took it.
///
/// @param seq the event at which most waited
/// @param buffersMax buffers that had come and were not loaded
/// @param buffers how many came in all
record WaitingBuffers(int process, int device, long seq, long buffersMax, long buffers) {}

/// Replay: a cursor over any source of events, forward and back, by time, to the next event that matches; one time
/// axis for several clocks; several traces read as one.
///
/// Read [dev.vfr.model.replay.ReplaySession] first.
@NullMarked
package dev.vfr.model.replay;

import org.jspecify.annotations.NullMarked;

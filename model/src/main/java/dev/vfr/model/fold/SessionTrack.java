package dev.vfr.model.fold;

import java.util.OptionalLong;

/// One data transfer session: the life of one data_fd, saving or resuming.
///
/// @param number from 0 within the device
/// @param direction which way the data goes
/// @param openedSeq the event that opened it
/// @param open whether the device is still in the states of the session
/// @param totals what was moved
/// @param ended whether a read in STOP_COPY returned 0, after which no data may follow
/// @param lastInitialBytes the last initial_bytes the driver answered in this session
public record SessionTrack(
        int number,
        Direction direction,
        long openedSeq,
        boolean open,
        DataTotals totals,
        boolean ended,
        OptionalLong lastInitialBytes) {

    /// Which way a session's data goes.
    public enum Direction {
        SAVING,
        RESUMING,
        /// Data was seen, but not the state that would show which.
        UNKNOWN
    }

    static SessionTrack opened(int number, Direction direction, long seq) {
        return new SessionTrack(number, direction, seq, true, DataTotals.NONE, false, OptionalLong.empty());
    }

    SessionTrack withTotals(DataTotals newTotals) {
        return new SessionTrack(number, direction, openedSeq, open, newTotals, ended, lastInitialBytes);
    }

    SessionTrack closed() {
        return new SessionTrack(number, direction, openedSeq, false, totals, ended, lastInitialBytes);
    }

    SessionTrack withEnd() {
        return new SessionTrack(number, direction, openedSeq, open, totals, true, lastInitialBytes);
    }

    SessionTrack withInitialBytes(OptionalLong value) {
        return new SessionTrack(number, direction, openedSeq, open, totals, ended, value);
    }
}

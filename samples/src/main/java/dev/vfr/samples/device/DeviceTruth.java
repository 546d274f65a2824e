package dev.vfr.samples.device;

import dev.vfr.model.vfio.DeviceState;

/// The true state of a device at one moment.
///
/// @param state the device is in
/// @param session what the present data transfer session is at
/// @param sessionNumber how many sessions were opened before the present or the last one; -1 where none was
/// @param sessionBytes bytes that the present session has moved, 0 where there is none
/// @param preCopyBytes bytes ever read in PRE_COPY and PRE_COPY_P2P
/// @param stopCopyBytes bytes ever read in STOP_COPY
/// @param resumedBytes bytes ever written in RESUMING
/// @param initialBytes bytes of the present saving session's first part that are left to read
/// @param dirtyBytes bytes of it that got dirty and are left to read
/// @param dmaLogging whether the device tracks dirty pages
/// @param lostState whether the device was given state in RESUMING and left it without having it all
/// @param ownMoves how often the device changed its state without a call
/// @param gone whether the device is there no more
public record DeviceTruth(
        DeviceState state,
        SessionPhase session,
        int sessionNumber,
        long sessionBytes,
        long preCopyBytes,
        long stopCopyBytes,
        long resumedBytes,
        long initialBytes,
        long dirtyBytes,
        boolean dmaLogging,
        boolean lostState,
        int ownMoves,
        boolean gone) {

    /// What a data transfer session is at.
    public enum SessionPhase {
        /// There is none.
        NONE,
        PRE_COPY,
        STOP_COPY,
        RESUMING
    }
}

package dev.vfr.recorder.trace;

import dev.vfr.model.event.EventHeader;

/// Where bytes of device data belong.
///
/// @param process the trace's number of the process that moved them
/// @param device the trace's number of the device
/// @param session the data transfer session of the device
/// @param streamOffset bytes of the session before them
public record PayloadPlace(int process, int device, int session, long streamOffset) {

    public PayloadPlace {
        if (process < EventHeader.NONE || device < EventHeader.NONE || session < EventHeader.NONE || streamOffset < 0) {
            throw new IllegalArgumentException("payload of device " + device + " at " + streamOffset);
        }
    }
}

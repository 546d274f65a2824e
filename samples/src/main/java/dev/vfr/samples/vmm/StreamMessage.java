package dev.vfr.samples.vmm;

import dev.vfr.recorder.capture.inprocess.StateData;
import java.util.List;

/// What goes from the source VMM to the destination VMM.
public sealed interface StreamMessage {

    /// The next bytes of the migration stream.
    record Bytes(List<StreamPiece> pieces) implements StreamMessage {
        public Bytes {
            pieces = List.copyOf(pieces);
        }
    }

    /// A packet of device state on a multifd channel.
    ///
    /// @param handler whose state it is
    /// @param index from 0 for each device
    /// @param config whether it is the configuration, which comes last and has no device data
    record Packet(int channel, String handler, int index, boolean config, StateData data) implements StreamMessage {}

    /// The connection was closed.
    record Closed() implements StreamMessage {}
}

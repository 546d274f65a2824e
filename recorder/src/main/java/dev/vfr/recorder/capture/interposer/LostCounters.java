package dev.vfr.recorder.capture.interposer;

import dev.vfr.recorder.capture.interposer.WireLayout.Control;
import dev.vfr.recorder.trace.TraceException;
import java.util.Locale;
import org.agrona.concurrent.UnsafeBuffer;

/// What the library could not put into the ring: it counts in the control block, and what has moved there since a
/// trace was last told becomes an event.
final class LostCounters {

    private final UnsafeBuffer control;
    private final MessageIntake intake;

    LostCounters(UnsafeBuffer control, MessageIntake intake) {
        this.control = control;
        this.intake = intake;
    }

    /// Tells the trace what is new.
    void check() throws TraceException {
        long events = moved(Control.LOST_CONTROL_AT, Control.TOLD_CONTROL_AT);
        if (events > 0) {
            intake.lose(Loss.RING_FULL, events);
            intake.tellLosses();
            told(Control.TOLD_CONTROL_AT, events);
        }
        long processes = moved(Control.LOST_PROCESSES_AT, Control.TOLD_PROCESSES_AT);
        if (processes > 0) {
            intake.tellLoss(String.format(
                    Locale.ROOT,
                    "%,d processes with VFIO beyond the %d that a ring file has places for",
                    processes,
                    WireLayout.PROCESSES));
            told(Control.TOLD_PROCESSES_AT, processes);
        }
        long payload = moved(Control.LOST_PAYLOAD_AT, Control.TOLD_PAYLOAD_AT);
        if (payload > 0) {
            intake.tellLoss(String.format(Locale.ROOT, "%,d bytes of device data found no place in the ring", payload));
            told(Control.TOLD_PAYLOAD_AT, payload);
        }
    }

    private long moved(int lostAt, int toldAt) {
        return control.getLongVolatile(lostAt) - control.getLong(toldAt);
    }

    private void told(int toldAt, long more) {
        control.putLongOrdered(toldAt, control.getLong(toldAt) + more);
    }
}

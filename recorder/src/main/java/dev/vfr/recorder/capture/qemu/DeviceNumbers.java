package dev.vfr.recorder.capture.qemu;

/// Gives devices their numbers in the trace, whichever process they are of.
final class DeviceNumbers {

    private int next;

    int take() {
        return next++;
    }
}

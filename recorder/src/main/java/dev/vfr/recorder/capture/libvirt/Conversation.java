package dev.vfr.recorder.capture.libvirt;

import java.util.Optional;

/// What a daemon and one QEMU said to each other, as the daemon's log shows it.
///
/// @param monitor the pointer by which the log tells conversations apart, such as `0x7f072000f230`
/// @param number how many the pointer had been used for before, as memory is used again
/// @param vm the name of the VM, where the log shows it
/// @param probes whether libvirt asked a QEMU without a VM what it can do
public record Conversation(String monitor, int number, Optional<String> vm, boolean probes) {

    /// By this it differs from every other of the same log.
    public String key() {
        return monitor + "#" + number;
    }
}

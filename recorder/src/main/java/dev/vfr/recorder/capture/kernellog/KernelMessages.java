package dev.vfr.recorder.capture.kernellog;

import dev.vfr.recorder.capture.text.FileTally;
import dev.vfr.recorder.capture.text.SkipReason;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Chooses from all messages of a log those that may bear on passed-through devices.
///
/// Which devices VFIO has may be said late in the log, so that the choice is made at its end. What names no device and
/// is about nothing of interest goes at once; the others wait, the newest of them.
final class KernelMessages {

    private static final int WAITING_MAX = 100_000;

    /// A message that was chosen.
    ///
    /// @param names the addresses and UUIDs in it
    record Message(KernelLine line, KernelTopic topic, Set<String> names) {

        Message {
            names = Set.copyOf(names);
        }

        boolean complains() {
            return KernelTopic.complains(line.text());
        }
    }

    private final FileTally tally;
    private final ArrayDeque<Message> waiting = new ArrayDeque<>();
    private final Set<String> ofVfio = new HashSet<>();

    KernelMessages(FileTally tally) {
        this.tally = tally;
    }

    void add(KernelLine line) {
        KernelTopic topic = KernelTopic.of(line.text());
        Set<String> names = KernelTopic.namesIn(line.text());
        if (topic == KernelTopic.DRIVER) {
            ofVfio.addAll(names);
        }
        if (topic == KernelTopic.OTHER && names.isEmpty()) {
            tally.skip(SkipReason.OTHER_KERNEL_MESSAGE);
            return;
        }
        if (waiting.size() == WAITING_MAX) {
            waiting.removeFirst();
            tally.skip(SkipReason.OTHER_KERNEL_MESSAGE);
        }
        waiting.add(new Message(line, topic, names));
    }

    /// The device among the names that the log itself shows to be of VFIO.
    Optional<String> device(Message message) {
        return message.names().stream().filter(ofVfio::contains).sorted().findFirst();
    }

    /// What is left for a log that stands alone: messages of VFIO's devices, of the IOMMU and on VMMs.
    List<Message> alone() {
        List<Message> chosen = new ArrayList<>();
        for (Message message : waiting) {
            boolean general = message.topic() == KernelTopic.IOMMU_FAULT
                    || message.topic() == KernelTopic.VMM
                    || message.topic() == KernelTopic.DRIVER;
            if (general || device(message).isPresent()) {
                chosen.add(message);
            } else {
                tally.skip(SkipReason.OTHER_DEVICE);
            }
        }
        return chosen;
    }

    /// What is left for a log beside the captures of a process, which know the devices.
    List<Message> beside() {
        List<Message> chosen = new ArrayList<>();
        for (Message message : waiting) {
            if (message.names().isEmpty() && message.topic() == KernelTopic.DRIVER && !message.complains()) {
                tally.skip(SkipReason.OTHER_KERNEL_MESSAGE);
            } else {
                chosen.add(message);
            }
        }
        return chosen;
    }
}

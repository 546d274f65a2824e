package dev.vfr.samples.vmm;

import dev.vfr.model.event.EventSourceException;
import dev.vfr.model.vfio.DeviceState;
import dev.vfr.model.vfio.Errno;
import dev.vfr.recorder.capture.inprocess.Answer;
import dev.vfr.recorder.capture.inprocess.StateData;
import dev.vfr.samples.host.SimulatedHost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Sends the devices' state through multifd channels, each device by a thread of its own, beside the main thread.
///
/// Threads are clocks: always the one that is furthest behind does its next step, so that they share the network in
/// the order of time. They do not share the processor, nor locks of the driver.
final class ChannelSaver {

    private static final int FIRST_THREAD = 100;
    private static final long RECORD_NS = 2_000;

    /// How much later than others one channel may deliver a packet.
    private static final long JITTER_NS = 400_000;

    private final VmmContext vmm;
    private final MigrationStream stream;
    private final DeviceSaver saver;
    private final SourceSwitchover.SourceSteps steps;
    private int packets;

    /// What a thread does next.
    private interface Step {

        /// @return whether there is more to do
        boolean run() throws EventSourceException, MigrationAborted;
    }

    private static final class SaverThread {
        private final int number;
        private final Step step;
        private long clockNs;
        private boolean running = true;

        private SaverThread(int number, long clockNs, Step step) {
            this.number = number;
            this.clockNs = clockNs;
            this.step = step;
        }
    }

    private final class DeviceThread implements Step {
        private final SavedDevice device;
        private int index;

        private DeviceThread(SavedDevice device) {
            this.device = device;
        }

        @Override
        public boolean run() throws EventSourceException, MigrationAborted {
            if (index == 0) {
                vmm.log()
                        .step(
                                device.number(),
                                "vfio_save_complete_precopy_thread_start",
                                "idstr " + device.calls().handler() + " instance 0");
                Optional<Refusal> failure = device.calls().setState(DeviceState.STOP_COPY, DeviceState.STOP);
                if (failure.isPresent()) {
                    throw MigrationAborted.printed(failure.get().text());
                }
            }
            steps.tick();
            StateData data = switch (saver.readOnce(device)) {
                case Answer.Done<StateData>(StateData read) -> read;
                case Answer.Failed<StateData>(Errno errno) -> throw saver.failed(device, errno);
            };
            vmm.host().passAbout(RECORD_NS);
            boolean more = data.length() > 0;
            send(new StreamMessage.Packet(
                    packets % vmm.settings().deviceChannels().channels(),
                    device.calls().handler(),
                    index,
                    !more,
                    more ? data : StateData.of(StreamSections.config())));
            index++;
            if (!more) {
                vmm.log().step(device.number(), "vfio_save_device_config_state", "");
                vmm.log().step(device.number(), "vfio_save_complete_precopy_thread_end", "ret 1");
            }
            return more;
        }
    }

    ChannelSaver(VmmContext vmm, MigrationStream stream, DeviceSaver saver, SourceSwitchover.SourceSteps steps) {
        this.vmm = vmm;
        this.stream = stream;
        this.saver = saver;
        this.steps = steps;
    }

    /// Whether device state goes this way.
    static boolean isOn(VmmContext vmm) {
        return vmm.settings().deviceChannels().source() && vmm.release().has(Change.MULTIFD_DEVICE_STATE);
    }

    private void send(StreamMessage.Packet packet) throws EventSourceException, MigrationAborted {
        packets++;
        stream.sendPacket(packet, vmm.host().upTo(JITTER_NS));
    }

    /// Sends all devices' state and what is left of the guest's memory, side by side.
    void send(List<SavedDevice> devices, GuestMemory memory) throws EventSourceException, MigrationAborted {
        long now = vmm.host().trueNs();
        List<SaverThread> threads = new ArrayList<>();
        threads.add(new SaverThread(SimulatedHost.MAIN_THREAD, now, () -> sendMemory(memory)));
        for (SavedDevice device : devices) {
            threads.add(new SaverThread(FIRST_THREAD + device.position(), now, new DeviceThread(device)));
        }
        stream.holdEvents(true);
        try {
            run(threads);
        } finally {
            vmm.host()
                    .waitUntil(threads.stream()
                            .mapToLong(thread -> thread.clockNs)
                            .max()
                            .orElse(now));
            stream.holdEvents(false);
        }
    }

    private boolean sendMemory(GuestMemory memory) throws EventSourceException, MigrationAborted {
        memory.send(stream, StreamSections.PART, vmm.settings().ram().iterationBytes());
        return memory.leftBytes() > 0;
    }

    private void run(List<SaverThread> threads) throws EventSourceException, MigrationAborted {
        while (true) {
            Optional<SaverThread> next = threads.stream()
                    .filter(thread -> thread.running)
                    .min(Comparator.comparingLong(thread -> thread.clockNs));
            if (next.isEmpty()) {
                return;
            }
            step(next.get());
        }
    }

    /// One step of a thread. Where it fails, its clock has gone on all the same.
    private void step(SaverThread thread) throws EventSourceException, MigrationAborted {
        List<MigrationAborted> aborted = new ArrayList<>();
        thread.clockNs = vmm.host().<EventSourceException>onThread(thread.number, thread.clockNs, () -> {
            try {
                thread.running = thread.step.run();
            } catch (MigrationAborted e) {
                aborted.add(e);
            }
        });
        if (!aborted.isEmpty()) {
            throw aborted.getFirst();
        }
    }
}
